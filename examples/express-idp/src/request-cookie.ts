import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'

/** The content of the request cookie: the request, and the secret that binds it to this browser. */
export interface RequestCookie {
  readonly requestId: string
  readonly clientBinding: string
}

/** In milliseconds, and longer than a request can take: a day each for identity checks, review and collection. */
const maxAge = 4 * 86_400_000

/**
 * Creates the secret of a new request. It is stored in a cookie that scripts cannot read, and never appears in an
 * address.
 */
export function createRequestBinding(): string {
  return randomBytes(32).toString('base64url')
}

export function writeRequestCookie(
  response: Response,
  origin: string,
  { requestId, clientBinding }: RequestCookie,
): void {
  response.cookie(cookieName(origin), `${requestId}.${clientBinding}`, {
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
    path: '/request',
    maxAge,
  })
}

export function readRequestCookie(request: Request, origin: string): RequestCookie | undefined {
  const name = cookieName(origin)
  const [cookie] = (request.get('Cookie') ?? '').split(/; */).filter((pair) => pair.startsWith(`${name}=`))
  const [requestId, clientBinding] = cookie?.slice(name.length + 1).split('.') ?? []
  return requestId && clientBinding ? { requestId, clientBinding } : undefined
}

/** Browsers accept a name with the `__Secure-` prefix only over TLS. */
function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Secure-request' : 'request'
}
