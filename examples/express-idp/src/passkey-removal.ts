import type { Call } from 'temporary-access-pass'
import type { Parts } from './parts.js'

/**
 * Removes a passkey, ends the sessions that began with it, and reports it to the library. The report comes last, because a
 * passkey that still works must stay on record. Returns whether the user had this passkey.
 */
export async function removePasskey(
  { passkeys, sessions, tap }: Parts,
  call: Call,
  passkey: { readonly userId: string; readonly id: string },
): Promise<boolean> {
  if (!passkeys.remove(passkey.userId, passkey.id)) return false
  sessions.endOfPasskey(passkey.id)
  await tap.registrations.remove({ ...call, user: passkey.userId, credentialId: passkey.id })
  return true
}
