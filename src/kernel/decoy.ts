import { millisecondsInDay } from 'date-fns/constants'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument, sealDocument } from '../crypto/seal.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import type { LoadedDocument } from './loaded.js'
import type { Write } from './write.js'

const noSecret = new Uint8Array()

/** Opened where there is neither a person's document nor a decoy: never opens. */
export const placeholder: StoredDocument = { revision: '', body: '', seal: '', retainUntilMs: null }

/** What opening a person's document costs; what it says is of no interest. */
export function openDecoy(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument): void {
  openDocument({ ring, cryptography: deps.cryptography }, key, stored)
}

/** The write of an attempt that records nothing. */
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
