import type { Request, RequestHandler, Response } from 'express'
import { english } from './english.js'
import { refuse } from './pages.js'

type WithId = (request: Request, response: Response, requestId: string) => Promise<void>

/** A page about one request. An address that can be none says so. */
export function withRequestId(handle: WithId): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { id } = request.params
    if (!/^[\da-f-]{36}$/i.test(id)) return refuse(request as Request, response, 404, english.unknownRequest)
    await handle(request as Request, response, id)
  }
}
