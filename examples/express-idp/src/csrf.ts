import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/** The token of this session, for forms and scripts of ours. */
export function csrfToken(request: Request): string {
  request.session.csrfToken ??= randomBytes(32).toString('base64url')
  return request.session.csrfToken
}

/** Does the request carry it? */
export function hasCsrfToken(request: Request): boolean {
  const body = request.body as { csrfToken?: unknown } | undefined
  const given = request.get('X-CSRF-Token') ?? body?.csrfToken
  const expected = request.session.csrfToken
  if (typeof given !== 'string' || expected === undefined || given.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
