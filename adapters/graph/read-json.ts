import { readUtf8 } from '../http/read-body.js'
import { parseJsonObject } from '../http/strict-json.js'
import { badRequest, RefusedRequest } from './errors.js'

/** The members of a JSON object that gives each member once. */
export type JsonFields = ReadonlyMap<string, unknown>

export interface BodyRule {
  readonly maximumBytes: number
  /** Is an empty body the same as `{}`? */
  readonly isOptional?: boolean | undefined
}

/**
 * Reads the body as one JSON object.
 *
 * @throws {@link RefusedRequest} 415 for another content type, charset or content encoding; 413 for too many bytes; 400 for
 * a body that is not strict UTF-8 or that two parsers could read differently.
 */
export async function readJson(request: Request, { maximumBytes, isOptional = false }: BodyRule): Promise<JsonFields> {
  const hasType = request.headers.has('content-type')
  if (hasType && !isJson(request.headers)) throw notJson()
  const body = await readUtf8(request, maximumBytes)
  if (!body.ok)
    throw body.why === 'tooLarge' ? tooLarge(maximumBytes) : badRequest('The body is incomplete or not valid UTF-8.')
  if (isOptional && body.text === '') return new Map()
  if (!hasType) throw notJson()
  const fields = parseJsonObject(body.text)
  if (fields === undefined)
    throw badRequest('The body must be one JSON object that gives each property once, nested at most 8 levels deep.')
  return fields
}

// Clients add parameters such as `odata.metadata` and `IEEE754Compatible`.
const jsonType = /^application\/json[ \t]*(?:;|$)/i
const otherCharset = /;[ \t]*charset=(?!"?utf-8"?[ \t]*(?:;|$))/i

function isJson(headers: Headers): boolean {
  const type = headers.get('content-type') ?? ''
  return (
    (headers.get('content-encoding') ?? 'identity') === 'identity' && jsonType.test(type) && !otherCharset.test(type)
  )
}

function notJson(): RefusedRequest {
  const message = 'Unsupported content type. Send application/json in UTF-8, without compression.'
  return new RefusedRequest({ status: 415, code: 'unsupportedMediaType', message })
}

function tooLarge(maximumBytes: number): RefusedRequest {
  const message = `The body is too large. The maximum is ${maximumBytes} bytes.`
  return new RefusedRequest({ status: 413, code: 'requestEntityTooLarge', message })
}
