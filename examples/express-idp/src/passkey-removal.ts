import type { Call } from 'temporary-access-pass'
import type { Parts } from './parts.js'

/**
 * Removes a passkey, ends the sessions that began with it, and reports it to the library. The report comes last, because a
 * passkey that still works must stay on record. It is repeated for a passkey that is gone, because an earlier report may
 * have failed. Returns whether the user had this passkey.
 */
export async function removePasskey(
  { passkeys, sessions, tap }: Parts,
  call: Call,
  passkey: { readonly userId: string; readonly id: string },
): Promise<boolean> {
  const isRemoved = passkeys.remove(passkey.userId, passkey.id)
  if (isRemoved) sessions.endOfPasskey(passkey.id)
  await tap.registrations.remove({ ...call, user: passkey.userId, credentialId: passkey.id })
  return isRemoved
}
