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
  if (typeof sent !== 'string' || expected === undefined || sent.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(sent), Buffer.from(expected))
}
