import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Key } from '../ports/keys.js'
import { fromBase64Url, utf8 } from './encoding.js'

/** The keys in use. A ring shows the ids of its keys, never the secrets. */
export interface KeyRing {
  /** Id of the key that seals new documents. Every key of the ring opens documents. */
  readonly writer: string
  /** The ids of all keys, in their order. */
  readonly ids: readonly string[]
  has(id: string): boolean
  /** Derives 32 bytes for one purpose (HKDF, RFC 5869, with SHA-256). Different labels give unrelated bytes. */
  subkey(id: string, label: string): Uint8Array
}

const minSecretBytes = 32
const createHint = 'Create one with: npx temporary-access-pass keygen'
const keyId = /^[A-Za-z0-9._-]{1,64}$/

export function isKeyId(text: string): boolean {
  return keyId.test(text)
}

/** @throws `TypeError` or `RangeError` with the name of the field, never with a secret. */
export function createKeyRing(keys: readonly Key[]): KeyRing {
  if (!Array.isArray(keys)) throw new TypeError('"keys" must be an array of { id, secret }')
  const secrets = new Map<string, Uint8Array>()
  for (const [index, key] of keys.entries()) {
    const { id, secret } = checkKey(key, `keys[${index}]`)
    if (secrets.has(id)) throw new RangeError(`"keys[${index}].id" must be unique, and an earlier key is "${id}"`)
    secrets.set(id, secret)
  }
  const [writer] = secrets.keys()
  if (writer === undefined) throw new RangeError(`"keys" must have at least one key. ${createHint}`)
  const derived = new Map<string, Map<string, Uint8Array>>()
  return Object.freeze({
    writer,
    ids: [...secrets.keys()],
    has: (id: string) => secrets.has(id),
    subkey: (id: string, label: string) => memoized(derived, id, label, () => derive(secrets.get(id), label)),
  })
}

function checkKey(key: Key, field: string): { id: string; secret: Uint8Array } {
  if (typeof key !== 'object' || key === null) throw new TypeError(`"${field}" must be { id, secret }`)
  const { id, secret } = key
  if (typeof id !== 'string') throw new TypeError(`"${field}.id" must be a string`)
  if (!isKeyId(id)) throw new RangeError(`"${field}.id" must be 1 to 64 characters of A-Z a-z 0-9 . _ -`)
  return { id, secret: checkSecret(secret, `${field}.secret`) }
}

function checkSecret(secret: Uint8Array | string, field: string): Uint8Array {
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    throw new TypeError(`"${field}" must be a Uint8Array or base64url text`)
  }
  const bytes = typeof secret === 'string' ? fromBase64Url(secret) : Uint8Array.from(secret)
  if (bytes === undefined) throw new RangeError(`"${field}" must be base64url text: A-Z a-z 0-9 - _ without padding`)
  if (bytes.length < minSecretBytes)
    throw new RangeError(`"${field}" must be ${minSecretBytes} bytes or more. ${createHint}`)
  return bytes
}

function derive(secret: Uint8Array | undefined, label: string): Uint8Array {
  if (secret === undefined) throw new RangeError('The key ring has no such key')
  return hkdf(sha256, secret, undefined, utf8(`temporary-access-pass/v1/${label}`), 32)
}

function memoized(
  known: Map<string, Map<string, Uint8Array>>,
  id: string,
  label: string,
  make: () => Uint8Array,
): Uint8Array {
  const found = known.get(id)?.get(label)
  if (found !== undefined) return found
  const made = make()
  const ofKey = known.get(id) ?? new Map<string, Uint8Array>()
  known.set(id, ofKey.set(label, made))
  return made
}
