import { toRequest } from './request.js'
import { send } from './send.js'
import type { ExpressRequest, ExpressResponse } from './types.js'

/** A route handler or middleware of Express 4 or 5. */
export type ExpressHandler<From extends ExpressRequest = ExpressRequest> = (
  request: From,
  response: ExpressResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Mounts a handler of web-standard requests in Express 4 or 5, before or after a body parser.
 *
 * - The URL of the request is the one that the client used, by Express's setting `trust proxy`.
 * - If a parser has read the body, the bridge writes it again, from `rawBody` if there is one, otherwise from `body`. A
 *   JSON parser keeps only the last of two members with one name: mount the bridge before it where that matters. A form
 *   field that is given twice arrives as an array; the bridge refuses it with 400, like every form value that is not text.
 * - `request.signal` aborts when the client disconnects. Responses are streamed. Cookies that were set before stay set.
 * - A response that is sent before the whole body was read closes the connection.
 * - If the handler throws or rejects, `next` receives the error.
 *
 * @param handler - Receives the web-standard request, and Express's own for values such as `ip` and `session`.
 * @returns A handler for `app.use`, `app.post` and the other methods of Express.
 * @throws `TypeError` when `handler` is not a function.
 *
 * @example
 * ```ts
 * app.post('/sign-in', toExpress((request, { ip }) => createSignInHandler(tap, { source: () => ip })(request)))
 * ```
 */
export function toExpress<From extends ExpressRequest = ExpressRequest>(
  handler: (request: Request, from: From) => Response | Promise<Response>,
): ExpressHandler<From> {
  if (typeof handler !== 'function') {
    throw new TypeError('toExpress: `handler` must be a function from a Request to a Response.')
  }
  return (from, response, next) => {
    const disconnected = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) disconnected.abort()
    })
    serve(handler, from, response, disconnected.signal).catch((error: unknown) => {
      if (error !== disconnected.signal.reason) next(error)
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

/** On a connection that stays open, Node would read the rest of this body as the next request. */
function isBodyLeft({ headers, readableEnded }: ExpressRequest): boolean {
  return !readableEnded && ('content-length' in headers || 'transfer-encoding' in headers)
}
