import type { Request, Response } from 'express'
import type { Call, CallContext } from 'temporary-access-pass'
import { visitorOf } from './session.js'

/**
 * The origin of a call. The library writes it into the event, so that a log line and an activity entry can be matched.
 */
export function callContext(request: Request): CallContext {
  return { correlationId: String(request.id), ipAddress: request.ip, userAgent: request.get('User-Agent') }
}

/** A call by the signed-in user. */
export function callOf(request: Request, response: Response): Call {
  const { user, signedIn } = visitorOf(response)
  // A policy can require that the administrator's own sign-in is recent or strong before it allows a pass.
  const authentication = { at: new Date(signedIn.at), acr: signedIn.acr }
  return { actor: { kind: 'user', user: user.id, authentication }, context: callContext(request) }
}
