import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { callContext } from '../call.js'
import { challengeConsumer, storeChallenge } from '../challenges.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { beginSession, clientBinding, endSession, signedInByPass, signedInByPasskey } from '../session.js'

/** Sign-in by pass or by passkey, and sign-out. */
export function signInRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/sign-in', (request, response) => {
    show(request, response, { status: signOutReasons.get(text(request.query, 'left')) })
  })
  router.post('/sign-in', (request, response) => signInByPass(parts, request, response))
  router.post('/sign-in/passkey/options', async (request, response) => {
    const options = await parts.passkeys.signInOptions()
    storeChallenge(request, options.challenge)
    response.json(options)
  })
  router.post('/sign-in/passkey', (request, response) => signInByPasskey(parts, request, response))
  router.post('/sign-out', async (request, response) => {
    await endSession(request)
    response.redirect(303, '/sign-in?left=signedOut')
  })
  return router
}

const signOutReasons: ReadonlyMap<string, string> = new Map([
  ['signedOut', english.signedOut],
  ['ended', english.ended],
  ['disabled', english.disabled],
])

/**
 * Accepts a repeated submit of a sign-in form that has already succeeded. Its CSRF token belongs to the session before the
 * sign-in, so it would be refused. It is redirected to the start page instead.
 */
export const acceptRepeatedSubmit: RequestHandler = (request, response, next) => {
  const attemptId = request.session.signedIn?.pass?.attemptId
  if (attemptId === undefined || attemptId !== text(request.body, 'attemptId')) return next()
  response.redirect(303, '/')
}

/** Every form has an attempt id, so that a repeated submit counts as one sign-in. */
function show(request: Request, response: Response, data: Record<string, unknown>): void {
  clientBinding(request)
  page(request, response, 'sign-in', { ...data, attemptId: randomBytes(18).toString('base64url') })
}

async function signInByPass(parts: Parts, request: Request, response: Response): Promise<void> {
  const user = text(request.body, 'user').trim()
  const code = text(request.body, 'code')
  if (user === '' || code === '') {
    response.status(400)
    return show(request, response, { user, refusal: english.signInIncomplete })
  }
  const context = callContext(request)
  const attemptId = readAttemptId(request)
  const binding = clientBinding(request)
  const result = await parts.tap.signIn({
    user,
    code,
    attemptId,
    clientBinding: binding,
    source: context.ipAddress,
    context,
  })
  if (!result.ok) {
    response.status(401)
    return show(request, response, { user, refusal: english.signInRefused, reference: result.correlationId })
  }
  const signedIn = signedInByPass(result, attemptId)
  await beginSession(request, signedIn)
  // The purpose of a pass is a passkey, so a user without one starts there.
  response.redirect(303, parts.passkeys.of(signedIn.userId).length === 0 ? '/security-info' : '/')
}

async function signInByPasskey({ passkeys, users, clock }: Parts, request: Request, response: Response): Promise<void> {
  const passkey = await passkeys.signIn(challengeConsumer(request), request.body as AuthenticationResponseJSON)
  if (passkey === undefined || users.byId(passkey.userId)?.isEnabled !== true) {
    return refuse(request, response, 401, english.passkeyRefused)
  }
  const { returnTo, signedIn } = request.session
  const isBack = returnTo !== undefined && signedIn?.userId === passkey.userId
  await beginSession(request, signedInByPasskey(passkey.userId, passkey.id, clock))
  if (isBack) request.session.returnTo = returnTo
  response.json({ location: isBack ? returnTo.path : '/' })
}

function readAttemptId(request: Request): string | undefined {
  const attemptId = text(request.body, 'attemptId')
  return /^[\w-]{16,128}$/.test(attemptId) ? attemptId : undefined
}
