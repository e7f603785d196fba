import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { Router } from 'express'
import { callContext } from '../call.js'
import { expectChallenge, takesChallenge } from '../challenges.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { beginSession, endSession, signedInByPass, signedInByPasskey } from '../session.js'

/** Signing in by pass or by passkey, and signing out. */
export function signInRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/sign-in', (request, response) => {
    page(request, response, 'sign-in', { farewell: farewells.get(text(request.query, 'left')) })
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

async function signInByPass(parts: Parts, request: Request, response: Response): Promise<void> {
  const user = text(request.body, 'user').trim()
  const code = text(request.body, 'code')
  if (user === '' || code === '') {
    response.status(400)
    return page(request, response, 'sign-in', { user, refusal: english.signInIncomplete })
  }
  const context = callContext(request)
  const result = await parts.tap.signIn({ user, code, source: context.ipAddress, context })
  if (!result.ok) {
    response.status(401)
    const reference = result.correlationId
    return page(request, response, 'sign-in', { user, refusal: english.signInRefused, reference })
  }
  const signedIn = signedInByPass(result.signIn)
  await beginSession(request, signedIn)
  // A pass is for getting a passkey: whoever has none is led there first.
  response.redirect(303, parts.passkeys.of(signedIn.userId).length === 0 ? '/security-info' : '/')
}

async function signInByPasskey(
  { passkeys, people, clock }: Parts,
  request: Request,
  response: Response,
): Promise<void> {
  const userId = await passkeys.signIn(takesChallenge(request), request.body as AuthenticationResponseJSON)
  if (userId === undefined || people.byId(userId)?.isEnabled !== true) {
    return refuse(request, response, 401, english.passkeyRefused)
  }
  await beginSession(request, signedInByPasskey(userId, clock))
  response.json({ location: '/' })
}
