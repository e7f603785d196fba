import type { Registration } from 'temporary-access-pass'
import type { Passkey } from './passkey-store.js'

/** A passkey with the id of the pass that it was set up with, if the library still stores it. */
export interface PasskeyWithPassId extends Passkey {
  readonly passId?: string | undefined
}

export function withPassIds(
  passkeys: readonly Passkey[],
  registrations: readonly Registration[],
): readonly PasskeyWithPassId[] {
  const passIds = new Map(registrations.map(({ credential, passId }) => [credential.id, passId]))
  return passkeys.map((passkey) => ({ ...passkey, passId: passIds.get(passkey.id) }))
}
