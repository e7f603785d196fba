import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { callOf } from '../call.js'
import type { Person } from '../directory.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { fieldErrors, text, wholeNumber } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { showPerson } from '../person-page.js'

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

/** The code is in the answer to this one POST, and nowhere else: no address, no session and no log ever has it. */
async function issue(parts: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const start = readStart(request.body)
  const errors: FieldErrors | undefined = 'error' in start ? { startDateTime: start.error } : undefined
  if (errors !== undefined) return again(parts, request, response, person, 'issue', errors)
  try {
    const pass = await parts.tap.passes.create({
      ...callOf(request, response),
      user: person.id,
      startDateTime: 'at' in start ? start.at : undefined,
      lifetimeInMinutes: wholeNumber(request.body, 'lifetimeInMinutes'),
      isUsableOnce: text(request.body, 'isUsableOnce') === 'true',
    })
    page(request, response, 'issued', { person, pass, code: pass.temporaryAccessPass, origin: parts.origin })
  } catch (error) {
    await again(parts, request, response, person, 'issue', orThrow(error))
  }
}

async function remove({ tap }: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const passId = text(request.body, 'passId')
  await tap.passes.delete({ ...callOf(request, response), user: person.id, ...(passId === '' ? {} : { passId }) })
  request.session.notice = `The pass of ${person.displayName} is deleted. Its code works no more.`
  response.redirect(303, `/people/${person.id}`)
}

async function unlock(parts: Parts, request: Request, response: Response, person: Person): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  if (justification === '') {
    return again(parts, request, response, person, 'unlock', { justification: english.justificationMissing })
  }
  try {
    await parts.tap.unlock({ ...callOf(request, response), user: person.id, justification })
  } catch (error) {
    return again(parts, request, response, person, 'unlock', orThrow(error))
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
  form: 'issue' | 'unlock',
  errors: FieldErrors,
): Promise<void> {
  response.status(422)
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
