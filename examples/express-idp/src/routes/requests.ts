import type { Request, Response } from 'express'
import { Router } from 'express'
import type { PassRequest, RequestState } from 'temporary-access-pass/requests'
import { callContext, callOf } from '../call.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { withRequestId } from '../request-id.js'
import { showRequest } from '../request-page.js'
import { allStates, dueWords, labelOfState } from '../request-words.js'
import { clientBinding } from '../session.js'

const perPage = 25

/** The overview for administrators, and the page of one request, also for its reviewers and its opener. */
export function requestsRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/requests', (request, response) => overview(parts, request, response))
  router.get(
    '/requests/:id',
    withRequestId((request, response, id) => showRequest(parts, request, response, id)),
  )
  router.post(
    '/requests/:id/collect',
    withRequestId((request, response, id) => collect(parts, request, response, id)),
  )
  router.post(
    '/requests/:id/cancel',
    withRequestId(async (request, response, requestId) => {
      await parts.requests.cancel({ ...sessionRequest(request, requestId), context: callContext(request) })
      request.session.notice = 'The request is cancelled. No reviewer is asked any more.'
      response.redirect(303, `/requests/${requestId}`)
    }),
  )
  return router
}

/**
 * Shows the newest first. The store has no such order, so it reads all requests. In production, keep a table for this
 * page.
 */
async function overview(parts: Parts, request: Request, response: Response): Promise<void> {
  const all = await allRequests(parts, request, response)
  const chosen = filters.find((filter) => filter === text(request.query, 'state')) ?? 'open'
  const found = all
    .filter(({ state }) => matches(chosen, state))
    .sort((a, b) => Number(b.createdAt) - Number(a.createdAt))
  const after = Math.max(0, Number(text(request.query, 'after')) || 0)
  const name = (id: string) => parts.users.byId(id)?.displayName ?? id
  page(request, response, 'requests', {
    name,
    dueWords,
    labelOfState,
    filter: chosen,
    filters: filters.map((value) => ({
      value,
      label: labelOf(value),
      count: all.filter(({ state }) => matches(value, state)).length,
    })),
    requests: found.slice(after, after + perPage),
    next: found.length > after + perPage ? after + perPage : undefined,
  })
}

const finalStates: readonly RequestState[] = ['collected', 'denied', 'expired', 'cancelled']

type StateFilter = 'open' | 'all' | RequestState

const filters: readonly StateFilter[] = ['open', 'all', ...allStates]

function matches(filter: StateFilter, state: RequestState): boolean {
  return filter === 'all' || (filter === 'open' ? !finalStates.includes(state) : filter === state)
}

function labelOf(filter: StateFilter): string {
  if (filter === 'open') return 'Open'
  return filter === 'all' ? 'All' : labelOfState(filter).text
}

async function allRequests({ requests }: Parts, request: Request, response: Response): Promise<PassRequest[]> {
  const found: PassRequest[] = []
  let cursor: string | undefined
  do {
    const page = await requests.list({ ...callOf(request, response), view: 'all', cursor, limit: 100 })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}

/** Collects a pass for another person, in the session of the administrator who opened the request. */
async function collect(parts: Parts, request: Request, response: Response, requestId: string): Promise<void> {
  const collected = await parts.requests.collect({
    ...sessionRequest(request, requestId),
    context: callContext(request),
  })
  if (!collected.ok) {
    response.status(409)
    return showRequest(parts, request, response, requestId, { error: english.notCollected })
  }
  const { pass } = collected
  const user = parts.users.byId(pass.userId)
  page(request, response, 'issued', { user, pass, code: pass.temporaryAccessPass, origin: parts.origin })
}

function sessionRequest(
  request: Request,
  requestId: string,
): { readonly requestId: string; readonly clientBinding: string } {
  return { requestId, clientBinding: clientBinding(request) }
}
