import { Router } from 'express'
import { english } from '../english.js'
import { text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** The page where an administrator signs in again, because the policy requires a recent sign-in or a passkey. */
export function stepUpRoutes({ passkeys }: Parts): Router {
  const router = Router()
  router.get('/sign-in/again', (request, response) => {
    const hasPasskey = passkeys.of(visitorOf(response).user.id).length > 0
    const isReachable = ['', 'aal2'].includes(text(request.query, 'acr'))
    const sentence = isReachable ? (hasPasskey ? english.signInAgain : english.passkeyFirst) : english.acrUnknown
    page(request, response, 'again', { sentence, offer: isReachable ? (hasPasskey ? 'passkey' : 'setUp') : 'policy' })
  })
  return router
}
