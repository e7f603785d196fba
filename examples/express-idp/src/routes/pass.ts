import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { ApprovalRequiredError, RateLimitedError, StepUpRequiredError } from 'temporary-access-pass'
import { callOf } from '../call.js'
import type { Person } from '../directory.js'
import { english, sentenceOf } from '../english.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, optionalText, text, wholeNumber } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { showPerson } from '../person-page.js'
import { stepUp } from '../step-up.js'
import { showSecondPerson } from './second-person.js'

/** What an administrator does with one person's pass: issue, delete, unlock. */
export function passRoutes(parts: Parts): Router {
  const router = Router()
  router.post('/people/:id/pass', about(parts, issue))
  router.post('/people/:id/pass/delete', about(parts, remove))
  router.post('/people/:id/unlock', about(parts, unlock))
  return router
}

type Action = (parts: Parts, request: Request, response: Response, person: Person) => Promise<void>

function about(parts: Parts, action: Action): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const person = parts.people.byId(request.params.id)
    if (person === undefined) return refuse(request as Request, response, 404, english.unknownPerson)
    await action(parts, request as Request, response, person)
  }
}

/**
 * The code is in the answer to this one POST, and nowhere else: no address, no session and no log ever has it. Sent to the
 * person, it is not even there.
 */
async function issue(parts: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const start = readStart(request.body)
  const errors: FieldErrors | undefined = 'error' in start ? { startDateTime: start.error } : undefined
  if (errors !== undefined) return again(parts, request, response, person, 'issue', errors)
  const input = {
    ...callOf(request, response),
    user: person.id,
    startDateTime: 'at' in start ? start.at : undefined,
    lifetimeInMinutes: wholeNumber(request.body, 'lifetimeInMinutes'),
    isUsableOnce: text(request.body, 'isUsableOnce') === 'true',
    justification: optionalText(request.body, 'justification'),
    ticket: optionalText(request.body, 'ticket'),
  }
  try {
    if (text(request.body, 'deliverTo') === 'email') {
      await parts.tap.passes.create({ ...input, deliverTo: 'email' })
      request.session.notice = `The code is on its way to ${person.displayName} by e-mail. Nobody else has seen it.`
      return response.redirect(303, `/people/${person.id}`)
    }
    const pass = await parts.tap.passes.create(input)
    page(request, response, 'issued', { person, pass, code: pass.temporaryAccessPass, origin: parts.origin })
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, `/people/${person.id}`, error)
    if (error instanceof ApprovalRequiredError) return showSecondPerson(request, response, person)
    if (error instanceof RateLimitedError) {
      response.set('Retry-After', String(error.retryAfterInSeconds))
      return again(parts, request, response, person, 'issue', { user: sentenceOf(error) }, 429)
    }
    await again(parts, request, response, person, 'issue', orThrow(error))
  }
}

/** With `cascade`, the event that tells of it takes the passkeys and their sessions along: see `app.ts`. */
async function remove({ tap }: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const passId = optionalText(request.body, 'passId')
  const cascade = text(request.body, 'cascade') === 'true'
  const { registrations } = await tap.passes.delete({
    ...callOf(request, response),
    user: person.id,
    passId,
    cascade,
  })
  const names = registrations.map(({ credential }) => credential.label ?? credential.type)
  const along = names.length === 0 ? '' : ` With it went: ${names.join(', ')}.`
  request.session.notice = `The pass of ${person.displayName} is deleted. Its code works no more.${along}`
  response.redirect(303, `/people/${person.id}`)
}

async function unlock(parts: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  if (justification === '') {
    return again(parts, request, response, person, 'users.unlock', { justification: english.justificationMissing })
  }
  try {
    await parts.tap.users.unlock({ ...callOf(request, response), user: person.id, justification })
  } catch (error) {
    return again(parts, request, response, person, 'users.unlock', orThrow(error))
  }
  request.session.notice = `${person.displayName} is unlocked and can try again now.`
  response.redirect(303, `/people/${person.id}`)
}

/** The page again, with what was typed and what is wrong with it. */
async function again(
  parts: Parts,
  request: Request,
  response: Response,
  person: Person,
  form: 'issue' | 'users.unlock',
  errors: FieldErrors,
  status = 422,
): Promise<void> {
  response.status(status)
  await showPerson(parts, request, response, person, { form, typed: request.body as Record<string, unknown>, errors })
}

function orThrow(error: unknown): FieldErrors {
  const errors = fieldErrors(error)
  if (errors === undefined) throw error
  return errors
}

type Start = { readonly now: true } | { readonly at: Date } | { readonly error: string }

/** `startDateTime` is the instant that `public/time.js` made of the reader's own time; without scripts it is UTC. */
function readStart(form: unknown): Start {
  if (text(form, 'start') !== 'later') return { now: true }
  const local = text(form, 'startLocal')
  if (local === '') return { error: english.startMissing }
  const at = new Date(text(form, 'startDateTime') || `${local}Z`)
  return Number.isNaN(at.getTime()) ? { error: english.startUnreadable } : { at }
}
