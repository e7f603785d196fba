import type { Request, Response } from 'express'
import type { StepUpRequiredError } from 'temporary-access-pass'

/** Sends the administrator to sign in again, as the policy requires. The session keeps what they typed. */
export function stepUp(request: Request, response: Response, path: string, { acr }: StepUpRequiredError): void {
  const { csrfToken: _csrfToken, ...typed } = request.body as Record<string, unknown>
  request.session.returnTo = { path, typed }
  response.redirect(303, acr === undefined ? '/sign-in/again' : `/sign-in/again?acr=${encodeURIComponent(acr)}`)
}
