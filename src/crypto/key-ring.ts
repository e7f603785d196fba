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

/** What is wrong with a list of keys. It never holds a secret. */
export interface KeyFault {
  readonly rule: 'list' | 'none' | 'key' | 'id' | 'duplicateId' | 'secret'
  /** The field that breaks the rule, such as `keys[0].secret`. */
  readonly field: string
  /** The type that was given, if it is wrong. */
  readonly wrongType?: GivenType | undefined
}

type GivenType =
  | 'array'
  | 'null'
  | 'undefined'
  | 'object'
  | 'function'
  | 'symbol'
  | 'bigint'
  | 'boolean'
  | 'number'
  | 'string'

export class KeyFaultError extends Error {
  override readonly name = 'KeyFaultError'
  readonly fault: KeyFault
  constructor(fault: KeyFault) {
    super(`The keys break the rule "${fault.rule}" at ${fault.field}`)
    this.fault = fault
  }
}

const minSecretBytes = 32
const keyId = /^[A-Za-z0-9._-]{1,64}$/

export function isKeyId(text: string): boolean {
  return keyId.test(text)
}

/** @throws {@link KeyFaultError} */
export function createKeyRing(keys: readonly Key[]): KeyRing {
  if (!Array.isArray(keys)) throw new KeyFaultError({ rule: 'list', field: 'keys', wrongType: typeOf(keys) })
  const secrets = new Map<string, Uint8Array>()
  for (const [index, key] of keys.entries()) {
    const { id, secret } = checkKey(key, `keys[${index}]`)
    if (secrets.has(id)) throw new KeyFaultError({ rule: 'duplicateId', field: `keys[${index}].id` })
    secrets.set(id, secret)
  }
  const [writer] = secrets.keys()
  if (writer === undefined) throw new KeyFaultError({ rule: 'none', field: 'keys' })
  const derived = new Map<string, Map<string, Uint8Array>>()
  return Object.freeze({
    writer,
    ids: [...secrets.keys()],
    has: (id: string) => secrets.has(id),
    subkey: (id: string, label: string) => memoized(derived, id, label, () => derive(secrets.get(id), label)),
  })
}

function checkKey(key: unknown, field: string): { id: string; secret: Uint8Array } {
  if (typeof key !== 'object' || key === null) throw new KeyFaultError({ rule: 'key', field, wrongType: typeOf(key) })
  const { id, secret }: { readonly id?: unknown; readonly secret?: unknown } = key
  return { id: checkId(id, `${field}.id`), secret: checkSecret(secret, `${field}.secret`) }
}

function checkId(id: unknown, field: string): string {
  if (typeof id !== 'string') throw new KeyFaultError({ rule: 'id', field, wrongType: typeOf(id) })
  if (!isKeyId(id)) throw new KeyFaultError({ rule: 'id', field })
  return id
}

function checkSecret(secret: unknown, field: string): Uint8Array {
  const bytes = typeof secret === 'string' ? fromBase64(secret) : secret
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    throw new KeyFaultError({ rule: 'secret', field, wrongType: typeOf(secret) })
  }
  if (!(bytes instanceof Uint8Array) || bytes.length < minSecretBytes)
    throw new KeyFaultError({ rule: 'secret', field })
  return Uint8Array.from(bytes)
}

/** Accepts both alphabets of RFC 4648, with or without padding: secret stores and `openssl` write base64. */
function fromBase64(text: string): Uint8Array | undefined {
  const unpadded = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text
  return fromBase64Url(unpadded.replaceAll('+', '-').replaceAll('/', '_'))
}

function typeOf(value: unknown): GivenType {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
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
