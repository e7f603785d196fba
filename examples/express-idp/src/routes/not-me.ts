import type { Request, Response } from 'express'
import { Router } from 'express'
import { callContext } from '../call.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { renewSession } from '../session.js'

/** “This was not me”, from a link in a message. Opening it asks and changes nothing: mail scanners open links. */
export function notMeRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/not-me', (request, response) => {
    page(request, response, 'not-me', { token: text(request.query, 'token') })
  })
  router.post('/not-me', (request, response) => undo(parts, request, response))
  return router
}

/** Passkeys and sessions go with the event: see `app.ts`. So they go even if this answer is never read. */
async function undo({ tap }: Parts, request: Request, response: Response): Promise<void> {
  const undone = await tap.repudiate({ token: text(request.body, 'token'), context: callContext(request) })
  if (!undone.ok) return refuse(request, response, 400, english.linkNoGood)
  const { userId, registrations } = undone.deleted
  // Saving it at the end of this answer would bring it back.
  if (request.session.signedIn?.userId === userId) await renewSession(request)
  page(request, response, 'not-me', { removed: registrations.map(({ credential }) => credential.label ?? 'Passkey') })
}
