import type { Request, RequestHandler, Response } from 'express'
import type { User } from '../directory.js'
import { english } from '../english.js'
import { refuse } from '../pages.js'
import type { Parts } from '../parts.js'

type Action = (parts: Parts, request: Request, response: Response, user: User) => Promise<void> | void

/** Runs the action for the user whom the address names with `:id`. */
export function withUser(parts: Parts, action: Action): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const user = parts.users.byId(request.params.id)
    if (user === undefined) return refuse(request as Request, response, 404, english.unknownUser)
    await action(parts, request as Request, response, user)
  }
}
