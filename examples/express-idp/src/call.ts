import type { Request, Response } from 'express'
import type { Call, CallContext } from 'temporary-access-pass'
import { visitorOf } from './session.js'

/** Where a call comes from: written into its event, so that a line of the log and a line of the activity can be joined. */
export function callContext(request: Request): CallContext {
  return { correlationId: String(request.id), ipAddress: request.ip, userAgent: request.get('User-Agent') }
}

/** A call by the person in front of the browser. */
export function callOf(request: Request, response: Response): Call {
  const { person, signedIn } = visitorOf(response)
  // How they signed in themselves: a policy may want that to be recent, or strong, before it lets them issue.
  const authentication = { at: new Date(signedIn.at), acr: signedIn.acr }
  return { actor: { kind: 'user', user: person.id, authentication }, context: callContext(request) }
}
