import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { Router } from 'express'
import { callOf } from '../call.js'
import { expectChallenge, takesChallenge } from '../challenges.js'
import { deviceName } from '../device-name.js'
import { english } from '../english.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** A person's own passkeys and pass. */
export function securityInfoRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/', (_request, response) => {
    const isAtHome = parts.passkeys.of(visitorOf(response).person.id).length > 0
    response.redirect(303, isAtHome && visitorOf(response).person.roles.length > 0 ? '/people' : '/security-info')
  })
  router.get('/security-info', (request, response) => show(parts, request, response))
  router.post('/security-info/passkeys/options', async (request, response) => {
    if (!mayChangePasskeys(parts, response)) return refuse(request, response, 403, english.registrationClosed)
    const options = await parts.passkeys.registrationOptions(visitorOf(response).person)
    expectChallenge(request, options.challenge)
    response.json(options)
  })
  router.post('/security-info/passkeys', (request, response) => register(parts, request, response))
  router.post('/security-info/passkeys/:id/remove', (request, response) => {
    if (!mayChangePasskeys(parts, response)) return refuse(request, response, 403, english.registrationClosed)
    const isRemoved = parts.passkeys.remove(visitorOf(response).person.id, request.params.id)
    if (!isRemoved) return refuse(request, response, 404, english.passkeyGone)
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

async function show({ tap, passkeys, clock }: Parts, request: Request, response: Response): Promise<void> {
  const { person, signedIn } = visitorOf(response)
  page(request, response, 'security-info', {
    passkeys: passkeys.of(person.id),
    pass: await tap.passes.get({ ...callOf(request, response), user: person.id }),
    signedIn,
    mayChange: clock() < signedIn.mayRegisterUntil,
    closed: english.registrationClosed,
  })
}

async function register(parts: Parts, request: Request, response: Response): Promise<void> {
  // Asked again: the options may have been fetched a moment before the time was over.
  if (!mayChangePasskeys(parts, response)) return refuse(request, response, 403, english.registrationClosed)
  const isRegistered = await parts.passkeys.register(
    visitorOf(response).person,
    deviceName(request.get('User-Agent')),
    takesChallenge(request),
    request.body as RegistrationResponseJSON,
  )
  if (!isRegistered) return refuse(request, response, 400, english.registrationFailed)
  request.session.notice = 'Your passkey is set up. From now on, sign in with it: no code needed.'
  response.json({ location: '/security-info' })
}

/** With a passkey session always; with a pass, as long as the library says. */
function mayChangePasskeys({ clock }: Parts, response: Response): boolean {
  return clock() < visitorOf(response).signedIn.mayRegisterUntil
}
