import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { KnownVersion } from '../../core/documents/known-version.js'
import { parseOwnJson } from '../../core/input/own-fields.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import type { SealContext } from '../../crypto/seal.js'
import { openDocument, sealDocument } from '../../crypto/seal.js'
import type { StoredDocument, StoreKey } from '../../ports/store.js'

/** What the witness knows of one document. */
export interface WitnessedVersion extends KnownVersion {
  /** The latest retention of any version so far. An older document that is put back after it has ended by itself. */
  readonly retainUntilMs: number | null
  /** An entry of an earlier generation does not count: an administrator has accepted a restore since. */
  readonly generation: number
}

const format = 1
const noSecret = new Uint8Array()

/** Returns the key of a document's entry. The witness learns neither names nor which user has a pass. */
export function entryKey(ring: KeyRing, keyId: string, fields: readonly string[]): StoreKey {
  const hash = hmac(sha256, ring.subkey(keyId, 'witness'), encodeFields(fields))
  return { tenantId: 'witness', kind: 'witness', id: toBase64Url(hash) }
}

/** Seals an entry with the key that its name is hashed with, so that it is readable for as long as it can be found. */
export function sealEntry(context: SealContext, keyId: string, key: StoreKey, entry: WitnessedVersion): StoredDocument {
  const { version, absentFromMs, generation, retainUntilMs } = entry
  const body = JSON.stringify({ format, generation, absentFrom: absentFromMs })
  const ring = { ...context.ring, writer: keyId }
  const content = { body, secret: noSecret, retainUntilMs, version, isPolicyStored: false }
  return sealDocument({ ...context, ring }, key, content)
}

/** @throws `TypeError` for an entry that was changed, because it must not count as absent. */
export function openEntry(
  context: Pick<SealContext, 'ring' | 'cryptography'>,
  key: StoreKey,
  stored: StoredDocument,
): WitnessedVersion {
  const opened = openDocument(context, key, stored)
  if (!opened.ok) throw new TypeError(`The witness has an entry that cannot be read: ${opened.reason}`)
  const body: { readonly format: number; readonly generation: number; readonly absentFrom: number | null } =
    parseOwnJson(stored.body)
  if (body.format !== format) throw new TypeError('The witness has an entry of another version of this package')
  const { generation, absentFrom: absentFromMs } = body
  return { version: opened.version, absentFromMs, generation, retainUntilMs: stored.retainUntilMs }
}

/** Returns the entry that counts. During a key rotation, a document has an entry for each key. */
export function newerEntry(
  a: WitnessedVersion | undefined,
  b: WitnessedVersion | undefined,
): WitnessedVersion | undefined {
  if (!a || !b) return a ?? b
  if (a.generation !== b.generation) return a.generation > b.generation ? a : b
  if (a.version !== b.version) return a.version > b.version ? a : b
  return earlierAbsence(a.absentFromMs, b.absentFromMs) === a.absentFromMs ? a : b
}

export function earlierAbsence(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}
