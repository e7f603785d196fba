import type { TapErrorCode } from '../../src/index.js'

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
} as const

/** A problem with a request (RFC 9457). Every `detail` is a fixed sentence, so that it never repeats input. */
export interface Problem {
  readonly status: keyof typeof titles
  readonly detail: string
  readonly code?: TapErrorCode | undefined
  readonly issues?: readonly object[] | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export function problemResponse({ status, detail, code, issues, headers }: Problem): Response {
  const body = JSON.stringify({ title: titles[status], status, detail, code, issues })
  return guarded(new Response(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } }))
}

/** Adds the headers that every response to a sign-in needs (ASVS 3.4.4, 3.4.5, 14.3.2). */
export function guarded(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set('cache-control', 'no-store')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('x-content-type-options', 'nosniff')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
