import type { Request, RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { hasCsrfToken } from './csrf.js'
import { english } from './english.js'
import { refuse } from './pages.js'

/** Sets the headers of every response: own resources only, no inline script, no framing, no caching. */
export function headers(origin: string): RequestHandler[] {
  const isHttps = origin.startsWith('https:')
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          // The stylesheet draws its icons with data: images.
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // With `no-referrer`, browsers send `Origin: null` with forms.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: isHttps,
    }),
    (_request, response, next) => {
      response.set('Cache-Control', 'no-store')
      next()
    },
  ]
}

/** Redirects `127.0.0.1` to `localhost`, because passkeys are bound to a host name. */
export function redirectToOrigin(origin: string): RequestHandler {
  return (request, response, next) => {
    const isLoopback = ['127.0.0.1', '[::1]'].includes(request.hostname)
    if (!isLoopback || request.method !== 'GET' || new URL(origin).hostname !== 'localhost') return next()
    response.redirect(303, origin)
  }
}

/** Refuses a POST that does not come from a page of this site. It checks the browser’s headers and the CSRF token. */
export function sameOrigin(origin: string): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    if (isSameOrigin(request, origin) && hasCsrfToken(request)) return next()
    refuse(request, response, 403, hasOrigin(request) ? english.crossSite : english.originMissing)
  }
}

/**
 * Limits sign-in attempts by IP address. An attacker can try any number of names, so a limit per name is not enough.
 */
export function signInLimiter(attemptsPerMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: attemptsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response) => refuse(request, response, 429, english.tooManyAttempts),
  })
}

function hasOrigin(request: Request): boolean {
  return request.get('Sec-Fetch-Site') !== undefined || request.get('Origin') !== undefined
}

function isSameOrigin(request: Request, origin: string): boolean {
  const site = request.get('Sec-Fetch-Site')
  return site === undefined ? request.get('Origin') === origin : site === 'same-origin'
}
