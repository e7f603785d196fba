import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import type { Request, Response } from 'express'
import type { Clock } from 'temporary-access-pass'
import { menuFor } from './access.js'
import { csrfToken } from './csrf.js'
import { organisation } from './organisation.js'
import { visitorIfAny } from './session.js'
import * as words from './words.js'

const eta = new Eta({ views: fileURLToPath(new URL('../views', import.meta.url)), cache: true })

/** Sends one of the templates in `views/`. */
export function page(request: Request, response: Response, view: string, data: Record<string, unknown> = {}): void {
  const visitor = visitorIfAny(response)
  const clock = request.app.get('clock') as Clock
  const { notice } = request.session
  delete request.session.notice
  const html = eta.render(view, {
    ...data,
    words,
    notice,
    organisation,
    now: new Date(clock()),
    visitor: visitor?.user,
    menu:
      visitor === undefined || visitor.signedIn.pass?.mustRegister === true ? [] : menuFor(visitor.user, request.path),
    csrfToken: csrfToken(request),
  })
  response.type('html').send(html)
}

/** Sends one sentence that says what to do next: as a page, or as JSON to a script of this site. */
export function refuse(request: Request, response: Response, status: number, sentence: string): void {
  response.status(status)
  if (request.is('application/json')) response.json({ message: sentence })
  else page(request, response, 'refused', { sentence, status })
}
