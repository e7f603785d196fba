import { readUtf8 } from '../http/read-body.js'
import { parseJsonObject } from '../http/strict-json.js'
import { badRequest, RefusedRequest } from './errors.js'

/** The members of a body, each named once. */
export type JsonFields = ReadonlyMap<string, unknown>

/** How a body may be. */
export interface BodyRule {
  readonly maximumBytes: number
  /** Is no body at all the same as `{}`? */
  readonly isOptional?: boolean | undefined
}

/**
 * The one JSON object that a request brings.
 *
 * Refused before anything is done with it: other media types, charsets and compressed bodies (415), too many bytes (413),
 * and what is not strict UTF-8 or could be read in two ways (400).
 *
 * @throws {@link RefusedRequest}
 */
export async function readJson(request: Request, { maximumBytes, isOptional = false }: BodyRule): Promise<JsonFields> {
  const hasType = request.headers.has('content-type')
  if (hasType && !isJson(request.headers)) throw notJson()
  const body = await readUtf8(request, maximumBytes)
  if (!body.ok)
    throw body.why === 'tooLarge' ? tooLarge(maximumBytes) : badRequest('The body broke off or is not UTF-8.')
  if (isOptional && body.text === '') return new Map()
  if (!hasType) throw notJson()
  const fields = parseJsonObject(body.text)
  if (fields === undefined) throw badRequest('The body is not one JSON object that names each property once.')
  return fields
}

// With whatever parameters clients add (`odata.metadata`, `IEEE754Compatible`), but in UTF-8.
const jsonType = /^application\/json[ \t]*(?:;|$)/i
const otherCharset = /;[ \t]*charset=(?!"?utf-8"?[ \t]*(?:;|$))/i

function isJson(headers: Headers): boolean {
  const type = headers.get('content-type') ?? ''
  return (
    (headers.get('content-encoding') ?? 'identity') === 'identity' && jsonType.test(type) && !otherCharset.test(type)
  )
}

function notJson(): RefusedRequest {
  const message = 'Send a body of the type application/json, in UTF-8.'
  return new RefusedRequest({ status: 415, code: 'unsupportedMediaType', message })
}

function tooLarge(maximumBytes: number): RefusedRequest {
  const message = `The body may have ${maximumBytes} bytes.`
  return new RefusedRequest({ status: 413, code: 'requestEntityTooLarge', message })
}
