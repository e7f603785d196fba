import { millisecondsInDay } from 'date-fns/constants'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument, sealDocument } from '../crypto/seal.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Write } from './commit.js'
import type { Deps } from './deps.js'
import type { Held } from './load.js'

const nothing = new Uint8Array()

/** Opened where there is neither a person's document nor a decoy: never opens. */
export const placeholder: StoredDocument = { revision: '', body: '', seal: '', retainUntilMs: null }

/** What opening a person's document costs; what it says is of no interest. */
export function openDecoy(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument): void {
  openDocument({ ring, cryptography: deps.cryptography }, key, stored)
}

/** The write of an attempt that records nothing. */
export function writeDecoy({ ports, cryptography }: Deps, ring: KeyRing, held: Held, commitId: string): Write {
  const body = JSON.stringify({ version: 1, decoy: commitId })
  const content = { body, secret: nothing, retainUntilMs: ports.nowMs() + millisecondsInDay }
  const next = sealDocument({ ring, cryptography, randomBytes: ports.randomBytes }, held.key, content)
  return { key: held.key, expected: held.stored?.revision ?? null, next, isDecoy: true }
}
