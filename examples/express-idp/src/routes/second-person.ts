import type { Request, Response } from 'express'
import { Router } from 'express'
import { StepUpRequiredError } from 'temporary-access-pass'
import { callOf } from '../call.js'
import type { Person } from '../directory.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { clientBinding } from '../session.js'
import { stepUp } from '../step-up.js'

/** Where the policy wants two people behind a pass: one asks here, another decides, and the first collects. */
export function secondPersonRoutes(parts: Parts): Router {
  const router = Router()
  router.post('/people/:id/request', async (request, response) => {
    const person = parts.people.byId(request.params.id)
    if (person === undefined) return refuse(request as Request, response, 404, english.unknownPerson)
    await open(parts, request as Request, response, person)
  })
  return router
}

/** What was typed for the pass is kept: it is why, and under which ticket. */
export function showSecondPerson(request: Request, response: Response, person: Person, errors: FieldErrors = {}): void {
  page(request, response, 'second-person', { person, typed: request.body, errors })
}

async function open(parts: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  const ticket = text(request.body, 'ticket').trim()
  if (justification === '' || ticket === '') {
    return showSecondPerson(request, response.status(422), person, { form: english.openMissing })
  }
  const input = { ...callOf(request, response), user: person.id, justification, ticket }
  try {
    const { id } = await parts.requests.open({ ...input, clientBinding: clientBinding(request) })
    request.session.notice =
      'The request is open. Whoever may decide has been told; come back here to collect the pass.'
    response.redirect(303, `/requests/${id}`)
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, `/people/${person.id}`, error)
    const errors = fieldErrors(error)
    if (errors === undefined) throw error
    showSecondPerson(request, response.status(422), person, { form: english.fieldsToCorrect, ...errors })
  }
}
