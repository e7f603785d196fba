import type { Request, Response } from 'express'
import type { GrantResult, RegistrationResult } from 'temporary-access-pass'
import { callContext } from './call.js'
import { grantRefusalInWords } from './grant-words.js'
import type { Parts } from './parts.js'
import type { NewPasskey } from './passkeys.js'
import { clientBinding, visitorOf } from './session.js'

/**
 * Checks whether this session may register or remove a passkey. A session that began with a passkey may. For a session that
 * began with a pass, the library checks whether the pass was deleted, replaced or revoked since.
 *
 * @returns the reason of a refusal as a sentence, or `undefined`
 */
export async function registrationRefusal(
  { tap }: Parts,
  request: Request,
  response: Response,
  purpose: 'registerPasskey' | 'replaceCredential',
): Promise<string | undefined> {
  const presented = grantOf(request, response)
  if (presented === undefined) return undefined
  const result: GrantResult = await tap.grants.verify({ ...presented, purpose })
  return result.ok ? undefined : grantRefusalInWords(result.reason)
}

/**
 * Reports a new passkey to the library before it is stored.
 *
 * @returns the reason of a refusal as a sentence, or `undefined`
 */
export async function completeRegistration(
  { tap }: Parts,
  request: Request,
  response: Response,
  { id, aaguid }: NewPasskey,
  label: string,
): Promise<string | undefined> {
  const presented = grantOf(request, response)
  if (presented === undefined) return undefined
  const credential = { id, type: 'passkey', label, aaguid }
  const result: RegistrationResult = await tap.registrations.complete({ ...presented, credential })
  return result.ok ? undefined : grantRefusalInWords(result.reason)
}

/** The grant stays on the server and is valid for this user in this browser only. */
function grantOf(request: Request, response: Response) {
  const { user, signedIn } = visitorOf(response)
  if (signedIn.pass === undefined) return undefined
  const { grant } = signedIn.pass
  return { grant, user: user.id, clientBinding: clientBinding(request), context: callContext(request) }
}
