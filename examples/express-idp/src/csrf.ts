import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/** Returns the token of this session, for the forms and scripts of this site. */
export function csrfToken(request: Request): string {
  request.session.csrfToken ??= randomBytes(32).toString('base64url')
  return request.session.csrfToken
}

/** Returns whether the request carries the token of its session. */
export function hasCsrfToken(request: Request): boolean {
  const body = request.body as { csrfToken?: unknown } | undefined
  const sent = request.get('X-CSRF-Token') ?? body?.csrfToken
  const expected = request.session.csrfToken
  if (typeof sent !== 'string' || expected === undefined) return false
  // Compared as bytes: a text of the same length can have more of them, and a length of its own is no secret.
  const [sentBytes, expectedBytes] = [Buffer.from(sent), Buffer.from(expected)]
  return sentBytes.length === expectedBytes.length && timingSafeEqual(sentBytes, expectedBytes)
}
