import type { Registration } from 'temporary-access-pass'
import type { Passkey } from './passkey-store.js'

/** A passkey, and the pass it came through where the library still knows of one. */
export interface PasskeyWithOrigin extends Passkey {
  readonly passId?: string | undefined
}

export function withOrigin(
  passkeys: readonly Passkey[],
  registrations: readonly Registration[],
): readonly PasskeyWithOrigin[] {
  const passIds = new Map(registrations.map(({ credential, passId }) => [credential.id, passId]))
  return passkeys.map((passkey) => ({ ...passkey, passId: passIds.get(passkey.id) }))
}
