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
import type { HeldRequest } from '../request-cookie.js'
import { drawBinding, heldRequest, holdRequest } from '../request-cookie.js'
import { clientBinding } from '../session.js'

/**
 * For people who have no way to sign in: ask, prove who they are, wait, collect. All of it is at one address, in the browser
 * that asked. A name that nobody bears sees the same pages.
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
    const held = heldRequest(request, parts.origin)
    if (held) await parts.requests.cancel({ ...held, context: callContext(request) })
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
  const clientBinding = drawBinding()
  const submitted = await requests.submit({ ...typed, clientBinding, context })
  if (!submitted.ok) return page(request, response.status(422), 'ask', { typed, error: english.askRefused })
  // One at a time in one browser: what it asked for before, nobody waits for any more.
  const before = heldRequest(request, origin)
  if (before) await requests.cancel({ ...before, context })
  holdRequest(response, origin, { requestId: submitted.requestId, clientBinding })
  response.redirect(303, '/request')
}

async function statusOf({ requests, origin }: Parts, request: Request): Promise<RequestResult | undefined> {
  const held = heldRequest(request, origin)
  return held && (await requests.status({ ...held, context: callContext(request) }))
}

async function show(parts: Parts, request: Request, response: Response, error?: string): Promise<void> {
  const held = heldRequest(request, parts.origin)
  const status = await statusOf(parts, request)
  if (!held || !status?.ok) return response.redirect(303, '/request/new')
  const { state, dueAt } = status
  if (state === 'submitted' || state === 'proving') return showProof(parts, request, response, held)
  page(request, response, 'request', { state, dueAt, error, rules: defaultRequestRules })
}

/** The face first: while an earlier proof is valid it is enough, and nobody is told beforehand whether there is one. */
function showProof(
  { identityCheck }: Parts,
  request: Request,
  response: Response,
  { requestId }: HeldRequest,
  error?: string,
): void {
  const prover = identityCheck.acceptedFor(requestId).has('liveness') ? 'document' : 'liveness'
  page(request, response, 'prove', { prover, error })
}

async function prove(parts: Parts, request: Request, response: Response): Promise<void> {
  const held = heldRequest(request, parts.origin)
  if (!held) return response.redirect(303, '/request/new')
  const prover = text(request.body, 'prover') === 'document' ? 'document' : 'liveness'
  const presented = { seen: text(request.body, 'seen') }
  const result = await parts.requests.prove({ ...held, prover, presented, context: callContext(request) })
  const isAccepted = parts.identityCheck.acceptedFor(held.requestId).has(prover)
  if (isAccepted || (result.state !== 'submitted' && result.state !== 'proving')) {
    return response.redirect(303, '/request')
  }
  const refused = prover === 'document' ? english.documentRefused : english.faceRefused
  showProof(parts, request, response.status(422), held, result.ok ? refused : english.checksOver)
}

/** The code is in the answer to this one POST, and nowhere else. */
async function collect(parts: Parts, request: Request, response: Response): Promise<void> {
  const held = heldRequest(request, parts.origin)
  if (!held) return response.redirect(303, '/request/new')
  const collected = await parts.requests.collect({ ...held, context: callContext(request) })
  if (!collected.ok) {
    const isStillThere = collected.state === 'approved'
    return show(parts, request, response.status(409), isStillThere ? english.notCollected : undefined)
  }
  const { pass } = collected
  clientBinding(request)
  page(request, response, 'collected', {
    pass,
    code: pass.temporaryAccessPass,
    user: parts.people.byId(pass.userId)?.userPrincipalName,
    origin: parts.origin,
    attemptId: randomBytes(18).toString('base64url'),
    proofValidityInDays: defaultRequestRules.proofValidityInDays,
  })
}
