import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { Router } from 'express'
import { homeOf } from '../access.js'
import { callContext, callOf } from '../call.js'
import { challengeConsumer, storeChallenge } from '../challenges.js'
import { deviceName } from '../device-name.js'
import { english } from '../english.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { withPassIds } from '../passkey-origin.js'
import { removePasskey } from '../passkey-removal.js'
import { completeRegistration, registrationRefusal } from '../registration.js'
import { renewSession, visitorOf } from '../session.js'

/** The passkeys and the pass of the signed-in user. */
export function securityInfoRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/security-info', (request, response) => show(parts, request, response))
  router.post('/security-info/passkeys/options', async (request, response) => {
    const refusal = await registrationRefusal(parts, request, response, 'registerPasskey')
    if (refusal !== undefined) return refuse(request, response, 403, refusal)
    const options = await parts.passkeys.registrationOptions(visitorOf(response).user)
    storeChallenge(request, options.challenge)
    response.json(options)
  })
  router.post('/security-info/passkeys', (request, response) => register(parts, request, response))
  router.post('/security-info/passkeys/:id/remove', async (request, response) => {
    const refusal = await registrationRefusal(parts, request as Request, response, 'replaceCredential')
    if (refusal !== undefined) return refuse(request as Request, response, 403, refusal)
    // Users may not report removals: an attacker with a stolen code would hide a passkey from the help desk.
    const call = { actor: recorder, context: callContext(request as Request) }
    const { user, signedIn } = visitorOf(response)
    const isRemoved = await removePasskey(parts, call, { userId: user.id, id: request.params.id })
    if (!isRemoved) return refuse(request as Request, response, 404, english.passkeyGone)
    if (signedIn.passkeyId === request.params.id) {
      // The session has ended with its passkey. express-session would save it again at the end of this response.
      await renewSession(request as Request)
      return response.redirect(303, '/sign-in?left=ended')
    }
    request.session.notice = 'The passkey is removed. Delete it on the device as well.'
    response.redirect(303, '/security-info')
  })
  router.post('/security-info/pass/delete', (request, response) => deletePass(parts, request, response))
  return router
}

const recorder = { kind: 'system', id: 'security-info', permissions: ['registrations.remove'] } as const

/** A session that began with the pass ends with it. The user sees which passkeys came from it. */
async function deletePass({ tap, passkeys }: Parts, request: Request, response: Response): Promise<void> {
  const { user, signedIn } = visitorOf(response)
  const call = { ...callOf(request, response), user: user.id }
  const known = withPassIds(passkeys.of(user.id), await tap.registrations.list(call))
  const { passId } = await tap.passes.delete(call)
  if (passId === undefined || signedIn.pass?.id !== passId) {
    request.session.notice = 'Your pass is deleted. Its code no longer works.'
    return response.redirect(303, '/security-info')
  }
  // express-session would save the deleted session again at the end of this response.
  await renewSession(request)
  delete response.locals['visitor']
  page(request, response, 'pass-deleted', { passkeys: known.filter((passkey) => passkey.passId === passId) })
}

/** Redirects to the first page after the sign-in. */
export function homeRoute(parts: Parts): Router {
  const router = Router()
  router.get('/', (_request, response) => {
    const { user } = visitorOf(response)
    const hasPasskey = parts.passkeys.of(user.id).length > 0
    response.redirect(303, hasPasskey ? homeOf(user) : '/security-info')
  })
  return router
}

async function show({ tap, passkeys, clock }: Parts, request: Request, response: Response): Promise<void> {
  const { user, signedIn } = visitorOf(response)
  const call = { ...callOf(request, response), user: user.id }
  const pass = await tap.passes.get(call)
  const mayChange = clock() < signedIn.mayRegisterUntil
  const worksAgain = signedIn.pass !== undefined && pass?.id === signedIn.pass.id && pass.usability === 'usable'
  page(request, response, 'security-info', {
    passkeys: withPassIds(passkeys.of(user.id), await tap.registrations.list(call)),
    pass,
    signedIn,
    mayChange,
    closed: worksAgain ? english.registrationLapsed : english.registrationClosed,
  })
}

async function register(parts: Parts, request: Request, response: Response): Promise<void> {
  const { user, signedIn } = visitorOf(response)
  const passkey = await parts.passkeys.verifyNew(challengeConsumer(request), request.body as RegistrationResponseJSON)
  if (passkey === undefined) return refuse(request, response, 400, english.registrationFailed)
  const name = deviceName(request.get('User-Agent'))
  // The deadline can pass between the options and this request, so the library is asked before the passkey is stored.
  const refusal = await completeRegistration(parts, request, response, passkey, name)
  if (refusal !== undefined) return refuse(request, response, 403, refusal)
  parts.passkeys.add({ ...passkey, userId: user.id, name })
  if (signedIn.pass !== undefined) {
    request.session.signedIn = { ...signedIn, pass: { ...signedIn.pass, mustRegister: false } }
  }
  request.session.notice = 'Your passkey is set up. From now on, sign in with it: no code needed.'
  response.json({ location: '/security-info' })
}
