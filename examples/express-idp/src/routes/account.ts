import type { Request, Response } from 'express'
import { Router } from 'express'
import { may, mayEndSessions } from '../access.js'
import { callOf } from '../call.js'
import type { User } from '../directory.js'
import { english } from '../english.js'
import { refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { removePasskey } from '../passkey-removal.js'
import { visitorOf } from '../session.js'
import { withUser } from './with-user.js'

/** What an administrator does about a lost device or a stolen code: sign the user out, and remove a passkey. */
export function accountRoutes(parts: Parts): Router {
  const router = Router()
  router.post('/people/:id/sign-out', withUser(parts, signOut))
  router.post('/people/:id/passkeys/:passkey/remove', withUser(parts, remove))
  return router
}

async function signOut({ sessions }: Parts, request: Request, response: Response, user: User): Promise<void> {
  const visitor = visitorOf(response).user
  if (!mayEndSessions(visitor, user)) return refuse(request, response, 403, english.notAllowed)
  sessions.endOfUser(user.id)
  request.log.info({ userId: user.id, actorId: visitor.id }, 'signed out everywhere')
  request.session.notice = `${user.displayName} is signed out everywhere.`
  response.redirect(303, `/people/${user.id}`)
}

async function remove(parts: Parts, request: Request, response: Response, user: User): Promise<void> {
  // Asked before the passkey is gone. The library asks again.
  const isAllowed = may(visitorOf(response).user, 'registrations.remove', user)
  if (!isAllowed) return refuse(request, response, 403, english.notAllowed)
  const passkey = { userId: user.id, id: String(request.params['passkey']) }
  const isRemoved = await removePasskey(parts, callOf(request, response), passkey)
  if (!isRemoved) return refuse(request, response, 404, english.passkeyGone)
  request.session.notice = `The passkey of ${user.displayName} is removed. It can no longer sign in.`
  response.redirect(303, `/people/${user.id}`)
}
