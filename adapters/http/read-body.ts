import { problemResponse } from './problem.js'

/** How a body is written; `undefined` for what is not taken: another type, another charset, or a compressed one. */
export function bodyFormat(request: Request): 'json' | 'form' | undefined {
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined
  const [, type] = contentType.exec(request.headers.get('content-type') ?? '') ?? []
  if (type === undefined) return undefined
  return type.toLowerCase() === 'application/json' ? 'json' : 'form'
}

const contentType =
  /^(application\/json|application\/x-www-form-urlencoded)[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i

/**
 * The body as text, or the answer that refuses it. Counted while it streams: not a byte more than the chunk that crosses
 * the limit is taken in, whatever `Content-Length` says.
 *
 * @throws `TypeError` when somebody has read the body before.
 */
export async function readText(request: Request, maximumBytes: number): Promise<string | Response> {
  if (request.bodyUsed) throw new TypeError('The body of this request was read before it came here')
  if (Number(request.headers.get('content-length')) > maximumBytes) return tooLarge(maximumBytes)
  try {
    const bytes = await readBytes(request.body, maximumBytes)
    if (bytes === undefined) return tooLarge(maximumBytes)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return problemResponse({ status: 400, detail: 'The body broke off or is not UTF-8.' })
  }
}

async function readBytes(body: ReadableStream<Uint8Array> | null, maximum: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(maximum)
  let length = 0
  const reader = body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    if (length + value.length > maximum) {
      // Not awaited: the answer must not hang on a source that is slow to stop.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    bytes.set(value, length)
    length += value.length
  }
  return bytes.subarray(0, length)
}

function tooLarge(maximumBytes: number): Response {
  return problemResponse({ status: 413, detail: `The body may have ${maximumBytes} bytes.` })
}
