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

/** The body as text, or the answer that refuses it: see {@link readUtf8}. */
export async function readText(request: Request, maximumBytes: number): Promise<string | Response> {
  const body = await readUtf8(request, maximumBytes)
  if (body.ok) return body.text
  return body.why === 'tooLarge'
    ? problemResponse({ status: 413, detail: `The body may have ${maximumBytes} bytes.` })
    : problemResponse({ status: 400, detail: 'The body broke off or is not UTF-8.' })
}

/** A body, or what is wrong with it. */
export type ReadBody =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'tooLarge' | 'broken' }

/**
 * The body as text. Counted while it streams: not a byte more than the chunk that crosses the limit is taken in, whatever
 * `Content-Length` says.
 *
 * @throws `TypeError` when somebody has read the body before.
 */
export async function readUtf8(request: Request, maximumBytes: number): Promise<ReadBody> {
  if (request.bodyUsed) throw new TypeError('The body of this request was read before it came here')
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
      // Not awaited: the answer must not hang on a source that is slow to stop.
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
