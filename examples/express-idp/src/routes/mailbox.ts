import type { Request, Response } from 'express'
import { Router } from 'express'
import { english } from '../english.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/**
 * The messages that a real identity provider would have sent. Only their person would have them: here every administrator
 * can open every mailbox, so that one who tries this out can play both parts.
 */
export function mailboxRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/mailbox', (request, response) => show(parts, request, response, visitorOf(response).person.id))
  router.get('/mailbox/:id', (request, response) => show(parts, request as Request, response, request.params.id))
  return router
}

function show({ people, outbox }: Parts, request: Request, response: Response, personId: string): void {
  const visitor = visitorOf(response).person
  const owner = people.byId(personId)
  const seesAll = visitor.roles.length > 0
  if (owner === undefined || (!seesAll && owner.id !== visitor.id)) {
    refuse(request, response, 404, english.unknownPerson)
    return
  }
  const boxes = people.search('').map((person) => ({ person, count: outbox.of(person.id).length }))
  page(request, response, 'mailbox', {
    owner,
    mails: outbox.of(owner.id),
    boxes: seesAll ? boxes.filter(({ person, count }) => count > 0 || person.id === owner.id) : [],
  })
}
