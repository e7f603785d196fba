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

/** The requests that wait for this reviewer, and the reviewer’s absence and delegate. */
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

async function inbox({ requests, users }: Parts, request: Request, response: Response): Promise<void> {
  const { user } = visitorOf(response)
  const cursor = optionalText(request.query, 'after')
  const { items, cursor: next } = await requests.list({
    ...callOf(request, response),
    view: 'inbox',
    cursor,
    limit: 100,
  })
  const waiting = items.map((item) => ({ item, user: users.byId(item.userId) }))
  page(request, response, 'reviews', {
    waiting: waiting.sort((a, b) => Number(a.item.dueAt) - Number(b.item.dueAt)),
    next,
    labelOfState,
    me: user,
    others: users.search('').filter(({ id, isEnabled, type }) => id !== user.id && isEnabled && type === 'member'),
  })
}

function setAbsence({ users }: Parts, request: Request, response: Response): void {
  const { user } = visitorOf(response)
  const delegateId = optionalText(request.body, 'delegateId')
  const delegate = delegateId === undefined ? undefined : users.byId(delegateId)
  if (delegateId !== undefined && (!delegate?.isEnabled || delegate.type !== 'member' || delegate.id === user.id)) {
    refuse(request, response, 422, english.delegateUnknown)
    return
  }
  const isAway = text(request.body, 'isAway') === 'true'
  users.setAbsence(user.id, { isAway, delegateId })
  const delegateName = delegate?.displayName
  request.session.notice = isAway
    ? `You are away: ${delegateName ?? 'your manager'} reviews requests for you.`
    : `You are not away and review requests yourself${delegateName === undefined ? '' : `, and so can ${delegateName}`}.`
  response.redirect(303, '/reviews')
}

async function call(parts: Parts, request: Request, response: Response, requestId: string): Promise<void> {
  try {
    await parts.requests.startCall({ ...callOf(request, response), requestId })
    response.redirect(303, `/requests/${requestId}`)
  } catch (error) {
    await showAgain(parts, request, response, requestId, error)
  }
}

async function decide(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  decision: 'approve' | 'deny',
): Promise<void> {
  const justification = text(request.body, 'justification').trim()
  try {
    const { state, userId } = await parts.requests[decision]({ ...callOf(request, response), requestId, justification })
    const name = parts.users.byId(userId)?.displayName
    request.session.notice =
      {
        approved: `Approved: ${name} can collect a pass now. You can hang up.`,
        awaitingReview: `Your approval is saved. A second reviewer has to decide about ${name} as well.`,
        denied: `Denied: ${name} gets no pass. You can hang up.`,
      }[state as string] ?? 'Done.'
    response.redirect(303, '/reviews')
  } catch (error) {
    await showAgain(parts, request, response, requestId, error, justification)
  }
}

/** Shows the current state of the request, with the error. */
async function showAgain(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  error: unknown,
  justification?: string,
): Promise<void> {
  if (error instanceof NotAuthorizedError) return refuse(request, response, 403, english.requestNoAccess)
  if (error instanceof StepUpRequiredError) return stepUp(request, response, `/requests/${requestId}`, error)
  const isInvalidInput = error instanceof InvalidInputError
  if (!isInvalidInput && !(error instanceof InvalidTransitionError)) throw error
  response.status(isInvalidInput ? 422 : 409)
  const sentence = isInvalidInput ? english.reasonMissing : sentenceOf(error)
  await showRequest(parts, request, response, requestId, { error: sentence, justification })
}
