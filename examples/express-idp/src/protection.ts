import type { Request, RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { hasCsrfToken } from './csrf.js'
import { english } from './english.js'
import { refuse } from './pages.js'

/** Headers of every answer: nothing from elsewhere, no inline script, no framing, nothing kept. */
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
      // Not `no-referrer`: with it, browsers post forms with `Origin: null`.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: isHttps,
    }),
    (_request, response, next) => {
      response.set('Cache-Control', 'no-store')
      next()
    },
  ]
}

/** Passkeys belong to a name, not to an address: whoever opens `127.0.0.1` is sent to `localhost`. */
export function toOrigin(origin: string): RequestHandler {
  return (request, response, next) => {
    const isLoopback = ['127.0.0.1', '[::1]'].includes(request.hostname)
    if (!isLoopback || request.method !== 'GET' || new URL(origin).hostname !== 'localhost') return next()
    response.redirect(303, origin)
  }
}

/** Refuses a POST that did not come from one of our own pages: by what the browser says, and by a token it was given. */
export function sameOrigin(origin: string): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    if (isFromHere(request, origin) && hasCsrfToken(request)) return next()
    refuse(request, response, 403, english.crossSite)
  }
}

/** In front of every sign-in, by address: a name costs a stranger nothing, so names alone cannot be the limit. */
export function signInLimiter(attemptsPerMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: attemptsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response) => refuse(request, response, 429, english.tooManyAttempts),
  })
}

function isFromHere(request: Request, origin: string): boolean {
  const site = request.get('Sec-Fetch-Site')
  return site === undefined ? request.get('Origin') === origin : site === 'same-origin'
}
