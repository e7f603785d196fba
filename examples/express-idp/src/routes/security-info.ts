import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { Router } from 'express'
import { homeOf } from '../access.js'
import { callOf } from '../call.js'
import { expectChallenge, takesChallenge } from '../challenges.js'
import { deviceName } from '../device-name.js'
import { english } from '../english.js'
import { withOrigin } from '../lineage.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { complete, objection } from '../registration.js'
import { visitorOf } from '../session.js'

/** A person's own passkeys and pass. */
export function securityInfoRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/security-info', (request, response) => show(parts, request, response))
  router.post('/security-info/passkeys/options', async (request, response) => {
    const refusal = await objection(parts, request, response, 'registerPasskey')
    if (refusal !== undefined) return refuse(request, response, 403, refusal)
    const options = await parts.passkeys.registrationOptions(visitorOf(response).person)
    expectChallenge(request, options.challenge)
    response.json(options)
  })
  router.post('/security-info/passkeys', (request, response) => register(parts, request, response))
  router.post('/security-info/passkeys/:id/remove', async (request, response) => {
    const refusal = await objection(parts, request as Request, response, 'replaceCredential')
    if (refusal !== undefined) return refuse(request as Request, response, 403, refusal)
    const isRemoved = parts.passkeys.remove(visitorOf(response).person.id, request.params.id)
    if (!isRemoved) return refuse(request as Request, response, 404, english.passkeyGone)
    request.session.notice = 'The passkey is removed. Delete it on the device as well.'
    response.redirect(303, '/security-info')
  })
  router.post('/security-info/pass/delete', async (request, response) => {
    await parts.tap.passes.delete({ ...callOf(request, response), user: visitorOf(response).person.id })
    request.session.notice = 'Your pass is deleted. Nobody can use its code any more.'
    response.redirect(303, '/security-info')
  })
  return router
}

/** Where somebody who has just signed in belongs. */
export function homeRoute(parts: Parts): Router {
  const router = Router()
  router.get('/', (_request, response) => {
    const { person } = visitorOf(response)
    const hasPasskey = parts.passkeys.of(person.id).length > 0
    response.redirect(303, hasPasskey ? homeOf(person) : '/security-info')
  })
  return router
}

async function show({ tap, passkeys, clock }: Parts, request: Request, response: Response): Promise<void> {
  const { person, signedIn } = visitorOf(response)
  const call = { ...callOf(request, response), user: person.id }
  const pass = await tap.passes.get(call)
  const mayChange = clock() < signedIn.mayRegisterUntil
  const worksAgain = signedIn.pass !== undefined && pass?.id === signedIn.pass.id && pass.usability === 'usable'
  page(request, response, 'security-info', {
    passkeys: withOrigin(passkeys.of(person.id), await tap.registrations.list(call)),
    pass,
    signedIn,
    mayChange,
    closed: worksAgain ? english.registrationLapsed : english.registrationClosed,
  })
}

async function register(parts: Parts, request: Request, response: Response): Promise<void> {
  const { person, signedIn } = visitorOf(response)
  const passkey = await parts.passkeys.made(takesChallenge(request), request.body as RegistrationResponseJSON)
  if (passkey === undefined) return refuse(request, response, 400, english.registrationFailed)
  const name = deviceName(request.get('User-Agent'))
  // Asked before it is saved: the options may have been fetched a moment before the time was over.
  const refusal = await complete(parts, request, response, passkey, name)
  if (refusal !== undefined) return refuse(request, response, 403, refusal)
  parts.passkeys.add({ ...passkey, personId: person.id, name })
  if (signedIn.pass !== undefined) {
    request.session.signedIn = { ...signedIn, pass: { ...signedIn.pass, mustRegister: false } }
  }
  request.session.notice = 'Your passkey is set up. From now on, sign in with it: no code needed.'
  response.json({ location: '/security-info' })
}
