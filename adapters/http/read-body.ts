import { problemResponse } from './problem.js'

/** Returns `undefined` for a content type, charset or content encoding that is not supported. */
export function bodyFormat(request: Request): 'json' | 'form' | undefined {
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined
  const [, type] = contentType.exec(request.headers.get('content-type') ?? '') ?? []
  if (type === undefined) return undefined
  return type.toLowerCase() === 'application/json' ? 'json' : 'form'
}

const contentType =
  /^(application\/json|application\/x-www-form-urlencoded)[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i

/** Returns the body as text, or the response that refuses it. */
export async function readText(request: Request, maximumBytes: number): Promise<string | Response> {
  const body = await readUtf8(request, maximumBytes)
  if (body.ok) return body.text
  return body.why === 'tooLarge'
    ? problemResponse({ status: 413, detail: `The body is too large. The maximum is ${maximumBytes} bytes.` })
    : problemResponse({ status: 400, detail: 'The body is incomplete or not valid UTF-8.' })
}

export type ReadBody =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'tooLarge' | 'broken' }

/**
 * Returns the body as text. It counts bytes while they arrive and stops at the chunk that exceeds the limit, because
 * `Content-Length` may be wrong.
 *
 * @throws `TypeError` when the body was read before.
 */
export async function readUtf8(request: Request, maximumBytes: number): Promise<ReadBody> {
  if (request.bodyUsed)
    throw new TypeError('The body of this request was already read. Pass a request whose body is unread.')
  if (Number(request.headers.get('content-length')) > maximumBytes) return { ok: false, why: 'tooLarge' }
  try {
    const bytes = await readBytes(request.body, maximumBytes)
    if (bytes === undefined) return { ok: false, why: 'tooLarge' }
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { ok: false, why: 'broken' }
  }
}

async function readBytes(body: ReadableStream<Uint8Array> | null, maximum: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maximum) {
      // Not awaited, because a source that is slow to stop must not delay the response.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    chunks.push(value)
  }
  return joined(chunks, length)
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined) return first
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
