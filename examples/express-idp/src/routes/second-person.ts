import type { Request, Response } from 'express'
import { Router } from 'express'
import { StepUpRequiredError } from 'temporary-access-pass'
import { callOf } from '../call.js'
import type { User } from '../directory.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { clientBinding } from '../session.js'
import { stepUp } from '../step-up.js'

/** Dual control: one administrator asks here, a reviewer decides, and the administrator collects the pass. */
export function secondPersonRoutes(parts: Parts): Router {
  const router = Router()
  router.post('/people/:id/request', async (request, response) => {
    const user = parts.users.byId(request.params.id)
    if (user === undefined) return refuse(request as Request, response, 404, english.unknownUser)
    await open(parts, request as Request, response, user)
  })
  return router
}

/** Shows the form with the reason and the ticket that were typed for the pass. */
export function showSecondPerson(request: Request, response: Response, user: User, errors: FieldErrors = {}): void {
  page(request, response, 'second-person', { user, typed: request.body, errors })
}

async function open(parts: Parts, request: Request, response: Response, user: User): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  const ticket = text(request.body, 'ticket').trim()
  if (justification === '' || ticket === '') {
    return showSecondPerson(request, response.status(422), user, { form: english.secondPersonIncomplete })
  }
  const input = { ...callOf(request, response), user: user.id, justification, ticket }
  try {
    const { id } = await parts.requests.open({ ...input, clientBinding: clientBinding(request) })
    request.session.notice = 'The request is open. The reviewers are notified. Come back here to collect the pass.'
    response.redirect(303, `/requests/${id}`)
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, `/people/${user.id}`, error)
    const errors = fieldErrors(error)
    if (errors === undefined) throw error
    showSecondPerson(request, response.status(422), user, { form: english.fieldsToCorrect, ...errors })
  }
}
