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

/** The administrators’ overview, and the page of one request, also for its reviewers and for whoever opened it. */
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
      await parts.requests.cancel({ ...held(request, requestId), context: callContext(request) })
      request.session.notice = 'The request is cancelled. Nobody is asked any more.'
      response.redirect(303, `/requests/${requestId}`)
    }),
  )
  return router
}

/** Newest first, which the store is not: so all of them are read. A real one keeps what it shows in a table of its own. */
async function overview(parts: Parts, request: Request, response: Response): Promise<void> {
  const all = await allRequests(parts, request, response)
  const wanted = filters.find((filter) => filter === text(request.query, 'state')) ?? 'open'
  const found = all
    .filter(({ state }) => isMeant(wanted, state))
    .sort((a, b) => Number(b.createdAt) - Number(a.createdAt))
  const after = Math.max(0, Number(text(request.query, 'after')) || 0)
  const name = (id: string) => parts.people.byId(id)?.displayName ?? id
  page(request, response, 'requests', {
    name,
    dueWords,
    labelOfState,
    filter: wanted,
    filters: filters.map((value) => ({
      value,
      label: labelOf(value),
      count: all.filter(({ state }) => isMeant(value, state)).length,
    })),
    requests: found.slice(after, after + perPage),
    next: found.length > after + perPage ? after + perPage : undefined,
  })
}

const over: readonly RequestState[] = ['collected', 'denied', 'expired', 'cancelled']

type Filter = 'open' | 'all' | RequestState

const filters: readonly Filter[] = ['open', 'all', ...allStates]

function isMeant(filter: Filter, state: RequestState): boolean {
  return filter === 'all' || (filter === 'open' ? !over.includes(state) : filter === state)
}

function labelOf(filter: Filter): string {
  if (filter === 'open') return 'All that are open'
  return filter === 'all' ? 'Everything' : labelOfState(filter).text
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

/** By whoever opened it for somebody else, in the session in which they did. */
async function collect(parts: Parts, request: Request, response: Response, requestId: string): Promise<void> {
  const collected = await parts.requests.collect({ ...held(request, requestId), context: callContext(request) })
  if (!collected.ok) {
    response.status(409)
    return showRequest(parts, request, response, requestId, { error: english.notCollected })
  }
  const { pass } = collected
  const person = parts.people.byId(pass.userId)
  page(request, response, 'issued', { person, pass, code: pass.temporaryAccessPass, origin: parts.origin })
}

function held(request: Request, requestId: string): { readonly requestId: string; readonly clientBinding: string } {
  return { requestId, clientBinding: clientBinding(request) }
}
