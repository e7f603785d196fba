import { toRequest } from './request.js'
import { send } from './send.js'
import type { ExpressRequest, ExpressResponse } from './types.js'

/** A route handler or middleware of Express 4 and 5. */
export type ExpressHandler<From extends ExpressRequest = ExpressRequest> = (
  request: From,
  response: ExpressResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Mounts a handler of web-standard requests in Express 4 or 5, before or after a body parser.
 *
 * - The URL is the one the client used, as `trust proxy` lets Express know it.
 * - A body that a parser has read is written again from `rawBody` where there is one, else from `body`. A field given
 *   twice in a JSON body is lost to the parser, so mount before it where that matters; in a form it arrives as an array,
 *   which is refused with 400, as is everything in a form that is not text.
 * - `request.signal` aborts when the client goes away. Answers are streamed. Cookies set before stay set.
 * - An answer given before the body was read to its end closes the connection.
 * - What the handler throws goes to `next`.
 *
 * @param handler - Also receives Express's own request, for what a web-standard one does not know: `ip`, `session`.
 *
 * @example
 * ```ts
 * app.post('/sign-in', toExpress((request, { ip }) => createSignInHandler(tap, { source: () => ip })(request)))
 * ```
 */
export function toExpress<From extends ExpressRequest = ExpressRequest>(
  handler: (request: Request, from: From) => Response | Promise<Response>,
): ExpressHandler<From> {
  return (from, response, next) => {
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    serve(handler, from, response, gone.signal).catch((error: unknown) => {
      if (error !== gone.signal.reason) next(error)
    })
  }
}

async function serve<From extends ExpressRequest>(
  handler: (request: Request, from: From) => Response | Promise<Response>,
  from: From,
  response: ExpressResponse,
  signal: AbortSignal,
): Promise<void> {
  const request = toRequest(from, signal)
  const answer = request instanceof Response ? request : await handler(request, from)
  if (isBodyLeft(from)) response.setHeader('connection', 'close')
  await send(answer, response, { isHead: from.method === 'HEAD', signal })
}

/** What nobody has read would be taken for the next request, or be waited for. */
function isBodyLeft({ headers, readableEnded }: ExpressRequest): boolean {
  return !readableEnded && ('content-length' in headers || 'transfer-encoding' in headers)
}
