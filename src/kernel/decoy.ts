import { millisecondsInDay } from 'date-fns/constants'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument } from '../crypto/seal.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import { writeDocument } from './load.js'
import type { LoadedDocument } from './loaded.js'
import type { Write } from './write.js'

const noSecret = new Uint8Array()

/** Stands for a decoy that is not stored yet. Opening it takes as long, and always fails. */
export const placeholder: StoredDocument = { revision: '', body: '', seal: '', retainUntilMs: null }

/**
 * Spends the time that opening a user's document takes. The content does not matter.
 *
 * @returns what its seal says about the policy, as a user's document would.
 */
export function openDecoy(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  stored: StoredDocument,
): Pick<LoadedDocument, 'isPolicyStored'> {
  const opened = openDocument({ ring, cryptography: deps.cryptography }, key, stored)
  const isPolicyStored = opened.ok && opened.isPolicyStored
  if (isPolicyStored) deps.versions.learnPolicy(key.tenantId)
  return { isPolicyStored }
}

/** Returns the write of an attempt that records nothing, so that it takes as long as one that does. */
export function writeDecoy(
  deps: Deps,
  ring: KeyRing,
  decoy: Pick<LoadedDocument, 'key' | 'stored'>,
  commitId: string,
): Write {
  const body = JSON.stringify({ version: 1, decoy: commitId })
  const content = { body, secret: noSecret, retainUntilMs: deps.ports.nowMs() + millisecondsInDay }
  return { ...writeDocument(deps, ring, { ...decoy, knownVersion: 0 }, content), isDecoy: true }
}
