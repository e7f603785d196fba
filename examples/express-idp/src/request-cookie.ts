import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'

/** What the browser holds that asked: which request, and the secret that ties it to this browser. */
export interface HeldRequest {
  readonly requestId: string
  readonly clientBinding: string
}

/** Longer than a request can take: a day to prove, one to review, one to collect. */
const maxAge = 4 * 86_400_000

/** For a new request. Scripts cannot read it where it ends up, and no address ever has it. */
export function drawBinding(): string {
  return randomBytes(32).toString('base64url')
}

export function holdRequest(response: Response, origin: string, { requestId, clientBinding }: HeldRequest): void {
  response.cookie(cookieName(origin), `${requestId}.${clientBinding}`, {
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
    path: '/request',
    maxAge,
  })
}

export function heldRequest(request: Request, origin: string): HeldRequest | undefined {
  const name = cookieName(origin)
  const [cookie] = (request.get('Cookie') ?? '').split(/; */).filter((pair) => pair.startsWith(`${name}=`))
  const [requestId, clientBinding] = cookie?.slice(name.length + 1).split('.') ?? []
  return requestId && clientBinding ? { requestId, clientBinding } : undefined
}

/** Browsers take a name that begins so from this host over TLS only. */
function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Secure-request' : 'request'
}
