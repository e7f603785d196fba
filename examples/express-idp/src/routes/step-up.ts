import { Router } from 'express'
import { english } from '../english.js'
import { text } from '../form.js'
import { page } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** Where an administrator signs in again, because the policy wants that to be recent or by passkey, and goes on from. */
export function stepUpRoutes({ passkeys }: Parts): Router {
  const router = Router()
  router.get('/sign-in/again', (request, response) => {
    const hasPasskey = passkeys.of(visitorOf(response).person.id).length > 0
    const isReachable = ['', 'aal2'].includes(text(request.query, 'acr'))
    const sentence = isReachable ? (hasPasskey ? english.signInAgain : english.passkeyFirst) : english.acrUnknown
    page(request, response, 'again', { sentence, offer: isReachable ? (hasPasskey ? 'passkey' : 'setUp') : 'policy' })
  })
  return router
}
