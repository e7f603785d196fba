import { millisecondsInDay } from 'date-fns/constants'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument, sealDocument } from '../crypto/seal.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import type { LoadedDocument } from './loaded.js'
import type { Write } from './write.js'

const noSecret = new Uint8Array()

/** Stands for a decoy that is not stored yet. Opening it takes as long, and always fails. */
export const placeholder: StoredDocument = { revision: '', body: '', seal: '', retainUntilMs: null }

/** Spends the time that opening a user's document takes. The content does not matter. */
export function openDecoy(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument): void {
  openDocument({ ring, cryptography: deps.cryptography }, key, stored)
}

/** Returns the write of an attempt that records nothing, so that it takes as long as one that does. */
export function writeDecoy(
  { ports, cryptography }: Deps,
  ring: KeyRing,
  loaded: LoadedDocument,
  commitId: string,
): Write {
  const body = JSON.stringify({ version: 1, decoy: commitId })
  const content = { body, secret: noSecret, retainUntilMs: ports.nowMs() + millisecondsInDay }
  const next = sealDocument({ ring, cryptography, randomBytes: ports.randomBytes }, loaded.key, content)
  return { key: loaded.key, expected: loaded.stored?.revision ?? null, next, isDecoy: true }
}
