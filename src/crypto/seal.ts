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

/** What a seal says about its document besides the content. */
export interface SealStamp {
  /** A whole number, higher than in every earlier document under the same key. */
  readonly version: number
  /** Whether the tenant had stored a policy. Then a policy that is absent later has been taken away. */
  readonly isPolicyStored: boolean
}

/** The secret bytes, the stamp and the key that sealed them, or why the document is unreadable. */
export type Opened =
  | ({ readonly ok: true; readonly secret: Uint8Array; readonly keyId: string } & SealStamp)
  | { readonly ok: false; readonly reason: UnreadableReason }

const revisionBytes = 16
const keyCheckBytes = 8
const stampBytes = 9

/** Seals with the ring's writer key, under a new revision. Any change of the stored document breaks the seal. */
export function sealDocument(context: SealContext, key: StoreKey, content: Content & SealStamp): StoredDocument {
  const { ring, cryptography, randomBytes } = context
  const { body, secret, retainUntilMs, version, isPolicyStored } = content
  const stamp = writeStamp({ version, isPolicyStored })
  const suite = suites[cryptography]
  const drawn = drawBytes(randomBytes, revisionBytes + suite.nonceBytes)
  const revision = toBase64Url(drawn.subarray(0, revisionBytes))
  const nonce = drawn.subarray(revisionBytes)
  const secrets = { ring, keyId: ring.writer, key, revision }
  const readable = associatedData(suite, ring.writer, key, { revision, body, retainUntilMs }, stamp)
  const ciphertext = suite.cipher(secrets, nonce, readable).encrypt(secret)
  return { revision, body, seal: writeSeal(suite, ring, [stamp, nonce, ciphertext]), retainUntilMs }
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
    return unreadable('tampered')
  }
}

/** Returns the id of the key, as the seal claims it. Unverified: good enough to find documents of an older key. */
export function sealedBy(stored: StoredDocument): string | undefined {
  return readHeader(stored)?.keyId
}

/** Returns whether the seal claims to be made with the ring's writer: its id, and its secret. Unverified as well. */
export function isSealedByWriter(ring: KeyRing, stored: StoredDocument): boolean {
  const header = readHeader(stored)
  return header?.keyId === ring.writer && isCheckOf(ring, header)
}

/** Returns the version that the seal claims. Unverified as well. 0 if the seal cannot be read. */
export function versionOf(stored: StoredDocument): number {
  const header = readHeader(stored)
  return header ? readStamp(header.stamp).version : 0
}

/**
 * Anybody who can write to the database can write another header, and so choose the reason. Every reason refuses. The
 * key check value is no secret, so comparing it reveals nothing.
 */
function openSeal(ring: KeyRing, suite: Suite, key: StoreKey, stored: StoredDocument): Opened {
  const header = readHeader(stored)
  if (!header) return unreadable('tampered')
  const { suiteId, keyId, stamp, sealed } = header
  if (suiteId !== suite.id) return unreadable('otherFormat')
  if (!ring.has(keyId)) return unreadable('keyMissing')
  if (!isCheckOf(ring, header)) return unreadable('wrongKey')
  const nonce = sealed.subarray(0, suite.nonceBytes)
  const ciphertext = sealed.subarray(suite.nonceBytes)
  const { revision } = stored
  const readable = associatedData(suite, keyId, key, stored, stamp)
  const secret = suite.cipher({ ring, keyId, key, revision }, nonce, readable).decrypt(ciphertext)
  return { ok: true, secret, keyId, ...readStamp(stamp) }
}

type Readable = Pick<StoredDocument, 'revision' | 'body' | 'retainUntilMs'>

function associatedData(suite: Suite, keyId: string, key: StoreKey, readable: Readable, stamp: Uint8Array): Uint8Array {
  const { revision, body, retainUntilMs } = readable
  if (typeof revision !== 'string' || typeof body !== 'string') throw new TypeError('Not text')
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) throw new TypeError('Not whole milliseconds')
  const { tenantId, kind, id } = key
  return encodeFields([String(suite.id), keyId, tenantId, kind, id, revision, String(retainUntilMs), stamp, body])
}

/** Layout: suite, length of the key id, key id, key check value, stamp, nonce, ciphertext. */
function writeSeal(suite: Suite, ring: KeyRing, rest: readonly Uint8Array[]): string {
  const id = utf8(ring.writer)
  const parts = [new Uint8Array([suite.id, id.length]), id, keyCheck(ring, ring.writer), ...rest]
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return toBase64Url(bytes)
}

interface Header {
  readonly suiteId: number
  readonly keyId: string
  readonly keyCheck: Uint8Array
  readonly stamp: Uint8Array
  /** What follows the header: nonce and ciphertext. */
  readonly sealed: Uint8Array
}

function readHeader({ seal }: StoredDocument): Header | undefined {
  const bytes = fromBase64Url(seal)
  const [suiteId, idLength] = bytes ?? []
  if (!bytes || suiteId === undefined || idLength === undefined) return undefined
  const checkAt = 2 + idLength
  const stampAt = checkAt + keyCheckBytes
  const sealedAt = stampAt + stampBytes
  const keyId = String.fromCharCode(...bytes.subarray(2, checkAt))
  if (bytes.length < sealedAt || !isKeyId(keyId)) return undefined
  return {
    suiteId,
    keyId,
    keyCheck: bytes.subarray(checkAt, stampAt),
    stamp: bytes.subarray(stampAt, sealedAt),
    sealed: bytes.subarray(sealedAt),
  }
}

/** One byte for the policy, eight for the version. @throws `TypeError` for a version that is no safe whole number from 0. */
function writeStamp({ version, isPolicyStored }: SealStamp): Uint8Array {
  if (!Number.isSafeInteger(version) || version < 0) throw new TypeError('Not a version')
  const view = new DataView(new ArrayBuffer(stampBytes))
  view.setUint8(0, isPolicyStored ? 1 : 0)
  view.setBigUint64(1, BigInt(version))
  return new Uint8Array(view.buffer)
}

function readStamp(stamp: Uint8Array): SealStamp {
  const view = new DataView(stamp.buffer, stamp.byteOffset, stampBytes)
  return { version: Number(view.getBigUint64(1)), isPolicyStored: view.getUint8(0) === 1 }
}

function isCheckOf(ring: KeyRing, header: Header): boolean {
  const expected = keyCheck(ring, header.keyId)
  return header.keyCheck.every((byte, at) => byte === expected[at])
}

/** Tells two secrets with one id apart, so that a wrong key is not taken for an attack. It reveals nothing of the secret. */
function keyCheck(ring: KeyRing, keyId: string): Uint8Array {
  return ring.subkey(keyId, 'key-check').subarray(0, keyCheckBytes)
}

function unreadable(reason: UnreadableReason): Opened {
  return { ok: false, reason }
}
