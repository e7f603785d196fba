import type { Request, Response } from 'express'
import { Router } from 'express'
import { ApprovalRequiredError, RateLimitedError, StepUpRequiredError } from 'temporary-access-pass'
import { callOf } from '../call.js'
import type { User } from '../directory.js'
import { english, sentenceOf } from '../english.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, optionalText, text, wholeNumber } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { stepUp } from '../step-up.js'
import { showUser } from '../user-page.js'
import { warningsInWords } from '../words.js'
import { showSecondPerson } from './second-person.js'
import { withUser } from './with-user.js'

/** Issues, deletes and unlocks the pass of a user. */
export function passRoutes(parts: Parts): Router {
  const router = Router()
  router.post('/people/:id/pass', withUser(parts, issue))
  router.post('/people/:id/pass/delete', withUser(parts, remove))
  router.post('/people/:id/unlock', withUser(parts, unlock))
  return router
}

/**
 * The code is in the response to this POST only: never in an address, a session or a log. A code that is sent to the user is
 * not in the response either.
 */
async function issue(parts: Parts, request: Request, response: Response, user: User): Promise<void> {
  const start = readStart(request.body)
  const errors: FieldErrors | undefined = 'error' in start ? { startDateTime: start.error } : undefined
  if (errors !== undefined) return showAgain(parts, request, response, user, 'issue', errors)
  const input = {
    ...callOf(request, response),
    user: user.id,
    startDateTime: 'at' in start ? start.at : undefined,
    lifetimeInMinutes: wholeNumber(request.body, 'lifetimeInMinutes'),
    isUsableOnce: text(request.body, 'isUsableOnce') === 'true',
    justification: optionalText(request.body, 'justification'),
    ticket: optionalText(request.body, 'ticket'),
  }
  try {
    if (text(request.body, 'deliverTo') === 'email') {
      const pass = await parts.tap.passes.create({ ...input, deliverTo: 'email' })
      const sentence = `The code was sent to ${user.displayName} by e-mail. No one else has seen it.`
      request.session.notice = [sentence, ...warningsInWords(pass)].join(' ')
      return response.redirect(303, `/people/${user.id}`)
    }
    const pass = await parts.tap.passes.create(input)
    page(request, response, 'issued', { user, pass, code: pass.temporaryAccessPass, origin: parts.origin })
  } catch (error) {
    if (error instanceof StepUpRequiredError) return stepUp(request, response, `/people/${user.id}`, error)
    if (error instanceof ApprovalRequiredError) return showSecondPerson(request, response, user)
    if (error instanceof RateLimitedError) {
      response.set('Retry-After', String(error.retryAfterInSeconds))
      return showAgain(parts, request, response, user, 'issue', { user: sentenceOf(error) }, 429)
    }
    await showAgain(parts, request, response, user, 'issue', orThrow(error))
  }
}

/** With `cascade`, the event handler in `app.ts` removes the passkeys and their sessions as well. */
async function remove({ tap }: Parts, request: Request, response: Response, user: User): Promise<void> {
  const passId = optionalText(request.body, 'passId')
  const cascade = text(request.body, 'cascade') === 'true'
  const { registrations } = await tap.passes.delete({
    ...callOf(request, response),
    user: user.id,
    passId,
    cascade,
  })
  const names = registrations.map(({ credential }) => credential.label ?? credential.type)
  const also = names.length === 0 ? '' : ` Deleted with it: ${names.join(', ')}.`
  request.session.notice = `The pass of ${user.displayName} is deleted. Its code no longer works.${also}`
  response.redirect(303, `/people/${user.id}`)
}

async function unlock(parts: Parts, request: Request, response: Response, user: User): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  if (justification === '') {
    return showAgain(parts, request, response, user, 'unlock', { justification: english.justificationMissing })
  }
  try {
    await parts.tap.users.unlock({ ...callOf(request, response), user: user.id, justification })
  } catch (error) {
    return showAgain(parts, request, response, user, 'unlock', orThrow(error))
  }
  request.session.notice = `${user.displayName} is unlocked and can try again now.`
  response.redirect(303, `/people/${user.id}`)
}

/** Shows the page again with the typed values and their errors. */
async function showAgain(
  parts: Parts,
  request: Request,
  response: Response,
  user: User,
  form: 'issue' | 'unlock',
  errors: FieldErrors,
  status = 422,
): Promise<void> {
  response.status(status)
  await showUser(parts, request, response, user, { form, typed: request.body as Record<string, unknown>, errors })
}

function orThrow(error: unknown): FieldErrors {
  const errors = fieldErrors(error)
  if (errors === undefined) throw error
  return errors
}

type StartInput = { readonly now: true } | { readonly at: Date } | { readonly error: string }

/**
 * `public/start.js` converts the local time to the instant in `startDateTime`. Without scripts, the typed time is UTC.
 */
function readStart(form: unknown): StartInput {
  if (text(form, 'start') !== 'later') return { now: true }
  const local = text(form, 'startLocal')
  if (local === '') return { error: english.startMissing }
  const at = new Date(text(form, 'startDateTime') || `${local}Z`)
  return Number.isNaN(at.getTime()) ? { error: english.startUnreadable } : { at }
}
