import type { Request, Response } from 'express'
import type { StepUpRequiredError } from 'temporary-access-pass'

/** The policy wants the administrator's own sign-in to be recent or strong: what they typed waits until they are back. */
export function stepUp(request: Request, response: Response, path: string, { acr }: StepUpRequiredError): void {
  const { csrfToken: _csrfToken, ...typed } = request.body as Record<string, unknown>
  request.session.comeBack = { path, typed }
  response.redirect(303, acr === undefined ? '/sign-in/again' : `/sign-in/again?acr=${encodeURIComponent(acr)}`)
}
