import type { ExpressResponse } from './types.js'

/** Sends a web-standard response chunk by chunk, no faster than the client reads it. */
export async function send(
  answer: Response,
  response: ExpressResponse,
  { isHead, signal }: { readonly isHead: boolean; readonly signal: AbortSignal },
): Promise<void> {
  if (signal.aborted) return answer.body?.cancel()
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) {
    if (name !== 'set-cookie') response.setHeader(name, value)
  }
  const cookies = [response.getHeader('set-cookie') ?? [], answer.headers.getSetCookie()].flat().map(String)
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  if (isHead) await answer.body?.cancel()
  else if (answer.body !== null) await pump(answer.body.getReader(), response, signal)
  response.end()
}

async function pump(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  response: ExpressResponse,
  signal: AbortSignal,
): Promise<void> {
  // Ends a pending `read`.
  signal.addEventListener('abort', () => reader.cancel().catch(() => undefined))
  for (;;) {
    const { done, value } = await reader.read()
    if (done || signal.aborted) return
    if (!response.write(value)) await drained(response)
  }
}

function drained(response: ExpressResponse): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      response.removeListener('drain', finish)
      response.removeListener('close', finish)
      resolve()
    }
    response.once('drain', finish)
    response.once('close', finish)
  })
}
