import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { callContext } from '../call.js'
import { expectChallenge, takesChallenge } from '../challenges.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { beginSession, clientBinding, endSession, signedInByPass, signedInByPasskey } from '../session.js'

/** Signing in by pass or by passkey, and signing out. */
export function signInRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/sign-in', (request, response) => {
    show(request, response, { farewell: farewells.get(text(request.query, 'left')) })
  })
  router.post('/sign-in', (request, response) => signInByPass(parts, request, response))
  router.post('/sign-in/passkey/options', async (request, response) => {
    const options = await parts.passkeys.signInOptions()
    expectChallenge(request, options.challenge)
    response.json(options)
  })
  router.post('/sign-in/passkey', (request, response) => signInByPasskey(parts, request, response))
  router.post('/sign-out', async (request, response) => {
    await endSession(request)
    response.redirect(303, '/sign-in?left=signedOut')
  })
  return router
}

const farewells: ReadonlyMap<string, string> = new Map([
  ['signedOut', english.signedOut],
  ['ended', english.ended],
  ['disabled', english.disabled],
])

/**
 * A second press of a button that has signed in already. Its form carries the token of the session before, so it would be
 * refused as strange; it gets nothing but the way to where the first press led.
 */
export const secondPress: RequestHandler = (request, response, next) => {
  const attemptId = request.session.signedIn?.pass?.attemptId
  if (attemptId === undefined || attemptId !== text(request.body, 'attemptId')) return next()
  response.redirect(303, '/')
}

/** Every form has an attempt of its own: pressed twice, it is one sign-in. */
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
  // A pass is for getting a passkey: whoever has none is led there first.
  response.redirect(303, parts.passkeys.of(signedIn.userId).length === 0 ? '/security-info' : '/')
}

async function signInByPasskey(
  { passkeys, people, clock }: Parts,
  request: Request,
  response: Response,
): Promise<void> {
  const passkey = await passkeys.signIn(takesChallenge(request), request.body as AuthenticationResponseJSON)
  if (passkey === undefined || people.byId(passkey.personId)?.isEnabled !== true) {
    return refuse(request, response, 401, english.passkeyRefused)
  }
  const { comeBack, signedIn } = request.session
  const isBack = comeBack !== undefined && signedIn?.userId === passkey.personId
  await beginSession(request, signedInByPasskey(passkey.personId, passkey.id, clock))
  if (isBack) request.session.comeBack = comeBack
  response.json({ location: isBack ? comeBack.path : '/' })
}

function readAttemptId(request: Request): string | undefined {
  const attemptId = text(request.body, 'attemptId')
  return /^[\w-]{16,128}$/.test(attemptId) ? attemptId : undefined
}
