import type { Request, RequestHandler, Response } from 'express'
import { english } from './english.js'
import { refuse } from './pages.js'

type RequestHandlerWithId = (request: Request, response: Response, requestId: string) => Promise<void>

/** Wraps a handler of one request. A path without a valid request id is refused. */
export function withRequestId(handle: RequestHandlerWithId): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { id } = request.params
    if (!/^[\da-f-]{36}$/i.test(id)) return refuse(request as Request, response, 404, english.unknownRequest)
    await handle(request as Request, response, id)
  }
}
