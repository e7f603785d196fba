import type { Request, Response } from 'express'
import type { GrantResult, RegistrationResult } from 'temporary-access-pass'
import { callContext } from './call.js'
import { whyNot } from './grant-words.js'
import type { Parts } from './parts.js'
import type { NewPasskey } from './passkeys.js'
import { clientBinding, visitorOf } from './session.js'

/**
 * May this session register a passkey, or remove one? One that began with a passkey may; one that began with a pass asks
 * the library, which knows whether the pass has been deleted, replaced or revoked since. Answers why not, in a sentence.
 */
export async function objection(
  { tap }: Parts,
  request: Request,
  response: Response,
  purpose: 'registerPasskey' | 'replaceCredential',
): Promise<string | undefined> {
  const shown = grantOf(request, response)
  if (shown === undefined) return undefined
  const result: GrantResult = await tap.grants.verify({ ...shown, purpose })
  return result.ok ? undefined : whyNot(result.reason)
}

/** Before it is saved, the pass it came through gets to know of it. Answers why not, in a sentence. */
export async function complete(
  { tap }: Parts,
  request: Request,
  response: Response,
  { id, aaguid }: NewPasskey,
  label: string,
): Promise<string | undefined> {
  const shown = grantOf(request, response)
  if (shown === undefined) return undefined
  const credential = { id, type: 'passkey', label, aaguid }
  const result: RegistrationResult = await tap.registrations.complete({ ...shown, credential })
  return result.ok ? undefined : whyNot(result.reason)
}

/** The grant never leaves the server, and is good for this person in this browser only. */
function grantOf(request: Request, response: Response) {
  const { person, signedIn } = visitorOf(response)
  if (signedIn.pass === undefined) return undefined
  const { grant } = signedIn.pass
  return { grant, user: person.id, clientBinding: clientBinding(request), context: callContext(request) }
}
