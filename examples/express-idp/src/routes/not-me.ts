import type { Request, Response } from 'express'
import { Router } from 'express'
import { callContext } from '../call.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { renewSession } from '../session.js'

/** “This was not me”, from a link in a message. Opening the link changes nothing, because mail scanners open links. */
export function notMeRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/not-me', (request, response) => {
    page(request, response, 'not-me', { token: text(request.query, 'token') })
  })
  router.post('/not-me', (request, response) => repudiate(parts, request, response))
  return router
}

/** The event handler in `app.ts` removes passkeys and sessions, so they are removed even if this response is lost. */
async function repudiate({ tap }: Parts, request: Request, response: Response): Promise<void> {
  const result = await tap.repudiate({ token: text(request.body, 'token'), context: callContext(request) })
  if (!result.ok) return refuse(request, response, 400, english.linkInvalid)
  const { userId, registrations } = result.deleted
  // express-session would save the deleted session again at the end of this response.
  if (request.session.signedIn?.userId === userId) await renewSession(request)
  page(request, response, 'not-me', { removed: registrations.map(({ credential }) => credential.label ?? 'Passkey') })
}
