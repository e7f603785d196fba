import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { Router } from 'express'
import type { RequestResult } from 'temporary-access-pass/requests'
import { defaultRequestRules } from 'temporary-access-pass/requests'
import { callContext } from '../call.js'
import { english } from '../english.js'
import { optionalText, text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import type { RequestCookie } from '../request-cookie.js'
import { createRequestBinding, readRequestCookie, writeRequestCookie } from '../request-cookie.js'
import { clientBinding } from '../session.js'

/**
 * For people who cannot sign in: ask, pass the identity checks, wait, collect. Every step is at one address, in the browser
 * that asked. An unknown user sees the same pages.
 */
export function requestRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/request', (request, response) => show(parts, request, response))
  router.get('/request/new', (request, response) => page(request, response, 'ask', { typed: {} }))
  router.get('/request/state', async (request, response) => {
    const { state } = (await statusOf(parts, request)) ?? {}
    response.json({ state })
  })
  router.post('/request', (request, response) => ask(parts, request, response))
  router.post('/request/proofs', (request, response) => prove(parts, request, response))
  router.post('/request/collect', (request, response) => collect(parts, request, response))
  router.post('/request/cancel', async (request, response) => {
    const cookie = readRequestCookie(request, parts.origin)
    if (cookie) await parts.requests.cancel({ ...cookie, context: callContext(request) })
    response.redirect(303, '/request')
  })
  return router
}

async function ask({ requests, origin }: Parts, request: Request, response: Response): Promise<void> {
  const typed = {
    user: text(request.body, 'user').trim(),
    employeeId: text(request.body, 'employeeId').trim(),
    contact: optionalText(request.body, 'contact'),
  }
  if (typed.user === '' || typed.employeeId === '') {
    return page(request, response.status(400), 'ask', { typed, error: english.askIncomplete })
  }
  const context = callContext(request)
  const clientBinding = createRequestBinding()
  const submitted = await requests.submit({ ...typed, clientBinding, context })
  if (!submitted.ok) return page(request, response.status(422), 'ask', { typed, error: english.askRefused })
  // A browser has one request at a time, so the earlier one is cancelled.
  const before = readRequestCookie(request, origin)
  if (before) await requests.cancel({ ...before, context })
  writeRequestCookie(response, origin, { requestId: submitted.requestId, clientBinding })
  response.redirect(303, '/request')
}

async function statusOf({ requests, origin }: Parts, request: Request): Promise<RequestResult | undefined> {
  const cookie = readRequestCookie(request, origin)
  return cookie && (await requests.status({ ...cookie, context: callContext(request) }))
}

async function show(parts: Parts, request: Request, response: Response, error?: string): Promise<void> {
  const cookie = readRequestCookie(request, parts.origin)
  const status = await statusOf(parts, request)
  if (!cookie || !status?.ok) return response.redirect(303, '/request/new')
  const { state, dueAt } = status
  if (state === 'submitted' || state === 'proving') return showProof(parts, request, response, cookie)
  page(request, response, 'request', { state, dueAt, error, rules: defaultRequestRules })
}

/** Checks the face first. With a valid earlier check it is enough, and the pages do not reveal whether one exists. */
function showProof(
  { identityCheck }: Parts,
  request: Request,
  response: Response,
  { requestId }: RequestCookie,
  error?: string,
): void {
  const prover = identityCheck.acceptedFor(requestId).has('liveness') ? 'document' : 'liveness'
  page(request, response, 'prove', { prover, error })
}

async function prove(parts: Parts, request: Request, response: Response): Promise<void> {
  const cookie = readRequestCookie(request, parts.origin)
  if (!cookie) return response.redirect(303, '/request/new')
  const prover = text(request.body, 'prover') === 'document' ? 'document' : 'liveness'
  const presented = { seen: text(request.body, 'seen') }
  const result = await parts.requests.prove({ ...cookie, prover, presented, context: callContext(request) })
  const isAccepted = parts.identityCheck.acceptedFor(cookie.requestId).has(prover)
  if (isAccepted || (result.state !== 'submitted' && result.state !== 'proving')) {
    return response.redirect(303, '/request')
  }
  const refused = prover === 'document' ? english.documentRefused : english.faceRefused
  showProof(parts, request, response.status(422), cookie, result.ok ? refused : english.noMoreChecks)
}

/** The code is in the response to this POST only. */
async function collect(parts: Parts, request: Request, response: Response): Promise<void> {
  const cookie = readRequestCookie(request, parts.origin)
  if (!cookie) return response.redirect(303, '/request/new')
  const collected = await parts.requests.collect({ ...cookie, context: callContext(request) })
  if (!collected.ok) {
    const isStillApproved = collected.state === 'approved'
    return show(parts, request, response.status(409), isStillApproved ? english.notCollected : undefined)
  }
  const { pass } = collected
  clientBinding(request)
  page(request, response, 'collected', {
    pass,
    code: pass.temporaryAccessPass,
    user: parts.users.byId(pass.userId)?.userPrincipalName,
    origin: parts.origin,
    attemptId: randomBytes(18).toString('base64url'),
    proofValidityInDays: defaultRequestRules.proofValidityInDays,
  })
}
