import type { UnreadableReason } from '../errors.js'
import type { RandomBytes } from '../ports/random-bytes.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import { drawBytes } from './draw-bytes.js'
import { encodeFields, fromBase64Url, toBase64Url, utf8 } from './encoding.js'
import type { KeyRing } from './key-ring.js'
import { isKeyId } from './key-ring.js'
import type { Cryptography, Suite } from './suite.js'
import { suites } from './suite.js'

export interface SealContext {
  readonly ring: KeyRing
  readonly cryptography: Cryptography
  readonly randomBytes: RandomBytes
}

/** The content of a document: readable text, secret bytes (none for most kinds), and how long it is kept. */
export interface Content {
  readonly body: string
  readonly secret: Uint8Array
  readonly retainUntilMs: number | null
}

/** The secret bytes and the key that sealed them, or why the document is unreadable. */
export type Opened =
  | { readonly ok: true; readonly secret: Uint8Array; readonly keyId: string }
  | { readonly ok: false; readonly reason: UnreadableReason }

const revisionBytes = 16
const tampered: Opened = { ok: false, reason: 'tampered' }
const keyMissing: Opened = { ok: false, reason: 'keyMissing' }

/** Seals with the ring's writer key, under a new revision. Any change of the stored document breaks the seal. */
export function sealDocument(context: SealContext, key: StoreKey, content: Content): StoredDocument {
  const { ring, cryptography, randomBytes } = context
  const { body, secret, retainUntilMs } = content
  const suite = suites[cryptography]
  const drawn = drawBytes(randomBytes, revisionBytes + suite.nonceBytes)
  const revision = toBase64Url(drawn.subarray(0, revisionBytes))
  const nonce = drawn.subarray(revisionBytes)
  const secrets = { ring, keyId: ring.writer, key, revision }
  const readable = associatedData(suite, ring.writer, key, { revision, body, retainUntilMs })
  const ciphertext = suite.cipher(secrets, nonce, readable).encrypt(secret)
  return { revision, body, seal: writeSeal(suite, ring.writer, nonce, ciphertext), retainUntilMs }
}

/** Opens documents of the configured suite only, so that a document cannot choose another algorithm. Never throws. */
export function openDocument(
  context: Pick<SealContext, 'ring' | 'cryptography'>,
  key: StoreKey,
  stored: StoredDocument,
): Opened {
  try {
    return openSeal(context.ring, suites[context.cryptography], key, stored)
  } catch {
    return tampered
  }
}

/** Returns the id of the key, as the seal claims it. Unverified: good enough to find documents of an older key. */
export function sealedBy(stored: StoredDocument): string | undefined {
  const bytes = fromBase64Url(stored.seal)
  return bytes && readHeader(bytes)?.keyId
}

function openSeal(ring: KeyRing, suite: Suite, key: StoreKey, stored: StoredDocument): Opened {
  const { revision, seal } = stored
  const bytes = fromBase64Url(seal)
  const header = bytes && readHeader(bytes)
  if (!bytes || !header || header.suiteId !== suite.id) return tampered
  const { keyId, end } = header
  if (!ring.has(keyId)) return keyMissing
  const nonce = bytes.subarray(end, end + suite.nonceBytes)
  const ciphertext = bytes.subarray(end + suite.nonceBytes)
  const readable = associatedData(suite, keyId, key, stored)
  const secret = suite.cipher({ ring, keyId, key, revision }, nonce, readable).decrypt(ciphertext)
  return { ok: true, secret, keyId }
}

type Readable = Pick<StoredDocument, 'revision' | 'body' | 'retainUntilMs'>

function associatedData(suite: Suite, keyId: string, key: StoreKey, readable: Readable): Uint8Array {
  const { revision, body, retainUntilMs } = readable
  if (typeof revision !== 'string' || typeof body !== 'string') throw new TypeError('Not text')
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) throw new TypeError('Not whole milliseconds')
  const { tenantId, kind, id } = key
  return encodeFields([String(suite.id), keyId, tenantId, kind, id, revision, String(retainUntilMs), body])
}

/** Layout: suite, length of the key id, key id, nonce, ciphertext. */
function writeSeal(suite: Suite, keyId: string, nonce: Uint8Array, ciphertext: Uint8Array): string {
  const id = utf8(keyId)
  const end = 2 + id.length
  const bytes = new Uint8Array(end + nonce.length + ciphertext.length)
  bytes.set([suite.id, id.length])
  bytes.set(id, 2)
  bytes.set(nonce, end)
  bytes.set(ciphertext, end + nonce.length)
  return toBase64Url(bytes)
}

interface Header {
  readonly suiteId: number
  readonly keyId: string
  /** Where the nonce starts. */
  readonly end: number
}

function readHeader(bytes: Uint8Array): Header | undefined {
  const [suiteId, idLength] = bytes
  if (suiteId === undefined || idLength === undefined) return undefined
  const end = 2 + idLength
  const keyId = String.fromCharCode(...bytes.subarray(2, end))
  return keyId.length === idLength && isKeyId(keyId) ? { suiteId, keyId, end } : undefined
}
