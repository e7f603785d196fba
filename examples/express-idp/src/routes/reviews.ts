import type { Request, Response } from 'express'
import { Router } from 'express'
import {
  InvalidInputError,
  InvalidTransitionError,
  NotAuthorizedError,
  StepUpRequiredError,
} from 'temporary-access-pass'
import { callOf } from '../call.js'
import { english, sentenceOf } from '../english.js'
import { optionalText, text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { withRequestId } from '../request-id.js'
import { showRequest } from '../request-page.js'
import { labelOfState } from '../request-words.js'
import { visitorOf } from '../session.js'
import { stepUp } from '../step-up.js'

/** Who waits for this visitor’s call and decision; and who stands in for them while they are away. */
export function reviewRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/reviews', (request, response) => inbox(parts, request, response))
  router.post('/reviews/absence', (request, response) => setAbsence(parts, request, response))
  router.post(
    '/requests/:id/call',
    withRequestId((request, response, id) => call(parts, request, response, id)),
  )
  router.post(
    '/requests/:id/approve',
    withRequestId((request, response, id) => decide(parts, request, response, id, 'approve')),
  )
  router.post(
    '/requests/:id/deny',
    withRequestId((request, response, id) => decide(parts, request, response, id, 'deny')),
  )
  return router
}

async function inbox({ requests, people }: Parts, request: Request, response: Response): Promise<void> {
  const { person } = visitorOf(response)
  const cursor = optionalText(request.query, 'after')
  const { items, cursor: next } = await requests.list({
    ...callOf(request, response),
    view: 'inbox',
    cursor,
    limit: 100,
  })
  const waiting = items.map((item) => ({ item, person: people.byId(item.userId) }))
  page(request, response, 'reviews', {
    waiting: waiting.sort((a, b) => Number(a.item.dueAt) - Number(b.item.dueAt)),
    next,
    labelOfState,
    me: person,
    others: people.search('').filter(({ id, isEnabled, type }) => id !== person.id && isEnabled && type === 'member'),
  })
}

function setAbsence({ people }: Parts, request: Request, response: Response): void {
  const { person } = visitorOf(response)
  const delegateId = optionalText(request.body, 'delegateId')
  const delegate = delegateId === undefined ? undefined : people.byId(delegateId)
  if (delegateId !== undefined && (!delegate?.isEnabled || delegate.type !== 'member' || delegate.id === person.id)) {
    refuse(request, response, 422, english.delegateUnknown)
    return
  }
  const isAway = text(request.body, 'isAway') === 'true'
  people.setAbsence(person.id, { isAway, delegateId })
  const standIn = delegate?.displayName
  request.session.notice = isAway
    ? `You are away: ${standIn ?? 'your own manager'} decides.`
    : `You are here and decide${standIn === undefined ? '' : `, and so may ${standIn}`}.`
  response.redirect(303, '/reviews')
}

async function call(parts: Parts, request: Request, response: Response, requestId: string): Promise<void> {
  try {
    await parts.requests.startCall({ ...callOf(request, response), requestId })
    response.redirect(303, `/requests/${requestId}`)
  } catch (error) {
    await again(parts, request, response, requestId, error)
  }
}

async function decide(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  move: 'approve' | 'deny',
): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  try {
    const { state, userId } = await parts.requests[move]({ ...callOf(request, response), requestId, justification })
    const name = parts.people.byId(userId)?.displayName
    request.session.notice =
      {
        approved: `Approved: ${name} can collect a pass now. You can hang up.`,
        awaitingReview: `Your yes is on record. A second person has to decide about ${name} as well.`,
        denied: `Denied: ${name} gets no pass. You can hang up.`,
      }[state as string] ?? 'Done.'
    response.redirect(303, '/reviews')
  } catch (error) {
    await again(parts, request, response, requestId, error, justification)
  }
}

/** The page of the request as it is now, with what is wrong. */
async function again(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  error: unknown,
  justification?: string,
): Promise<void> {
  if (error instanceof NotAuthorizedError) return refuse(request, response, 403, english.notYourReview)
  if (error instanceof StepUpRequiredError) return stepUp(request, response, `/requests/${requestId}`, error)
  const isTyped = error instanceof InvalidInputError
  if (!isTyped && !(error instanceof InvalidTransitionError)) throw error
  response.status(isTyped ? 422 : 409)
  const sentence = isTyped ? english.reasonMissing : sentenceOf(error)
  await showRequest(parts, request, response, requestId, { error: sentence, justification })
}
