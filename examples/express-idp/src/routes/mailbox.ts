import type { Request, Response } from 'express'
import { Router } from 'express'
import { english } from '../english.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/**
 * Shows the messages that a real identity provider would send. Every administrator can open every mailbox, so that one
 * person can try out all roles.
 */
export function mailboxRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/mailbox', (request, response) => show(parts, request, response, visitorOf(response).user.id))
  router.get('/mailbox/:id', (request, response) => show(parts, request as Request, response, request.params.id))
  return router
}

function show({ users, outbox }: Parts, request: Request, response: Response, userId: string): void {
  const visitor = visitorOf(response).user
  const owner = users.byId(userId)
  const seesAll = visitor.roles.length > 0
  if (owner === undefined || (!seesAll && owner.id !== visitor.id)) {
    refuse(request, response, 404, english.unknownUser)
    return
  }
  const boxes = users.search('').map((user) => ({ user, count: outbox.of(user.id).length }))
  page(request, response, 'mailbox', {
    owner,
    mails: outbox.of(owner.id),
    boxes: seesAll ? boxes.filter(({ user, count }) => count > 0 || user.id === owner.id) : [],
  })
}
