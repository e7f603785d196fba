import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { Router } from 'express'
import type { GrantPurpose, GrantResult, SignInResult, Surface, Tap } from 'temporary-access-pass'
import { revealRefusal, surfaceRules } from 'temporary-access-pass'
import { may } from '../access.js'
import { refusals } from '../activity-words.js'
import { callContext } from '../call.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'
import { surfaceWords } from '../surface-words.js'

/**
 * Simulates devices: makes the sign-in call that each device would make, and shows the result. It shows the cause of a
 * refusal, which a sign-in page must not, so it requires the permission to explain a pass.
 */
export function deviceRoutes({ tap }: Parts): Router {
  const router = Router()
  router.use('/devices', (request, response, next) => {
    if (!may(visitorOf(response).user, 'users.explain')) return refuse(request, response, 403, english.notAllowed)
    next()
  })
  router.get('/devices', (request, response) => show(request, response, {}))
  router.post('/devices', async (request, response) => {
    const user = text(request.body, 'user').trim()
    const code = text(request.body, 'code')
    const surface = readSurface(request.body)
    const hasOther = text(request.body, 'hasOther') === 'true'
    const typed = { user, surface, hasOther }
    if (user === '' || code === '') {
      return show(request, response.status(400), { typed, error: english.signInIncomplete })
    }
    const clientBinding = randomUUID()
    const result = await tap.signIn({
      user,
      code,
      surface,
      clientBinding,
      priorAmr: hasOther ? ['hwk'] : [],
      context: callContext(request),
    })
    show(request, response, { typed, outcome: await outcomeOf(tap, result, clientBinding) })
  })
  return router
}

function show(request: Request, response: Response, data: Record<string, unknown>): void {
  const surfaces = Object.entries(surfaceRules).map(([name, rule]) => {
    return { name, rule, ...surfaceWords[name as Surface] }
  })
  page(request, response, 'devices', { typed: {}, ...data, surfaces })
}

async function outcomeOf(tap: Tap, result: SignInResult, clientBinding: string) {
  if (!result.ok) {
    const reason = revealRefusal(result)
    return { ok: false, reason, sentence: reason && refusals[reason], publicMessage: result.message }
  }
  const { signIn, grant } = result
  const purposes: readonly GrantPurpose[] = ['session', ...signIn.allowedActions]
  const verified = await Promise.all(
    purposes.map(async (purpose) => {
      const result = await tap.grants.verify({ grant, purpose, user: signIn.userId, clientBinding })
      return { purpose, answer: inWords(result) }
    }),
  )
  const elsewhere = await tap.grants.verify({ grant, purpose: 'session', clientBinding: randomUUID() })
  return { ok: true, signIn, verified, elsewhere: inWords(elsewhere), length: grant.length }
}

/** The result of a verification as the page shows it. */
function inWords(result: GrantResult): string {
  return result.ok ? 'accepted' : `refused: ${result.reason}`
}

function readSurface(form: unknown): Surface {
  const name = text(form, 'surface')
  return Object.hasOwn(surfaceRules, name) ? (name as Surface) : 'browser'
}
