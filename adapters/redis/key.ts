import type { StoreKey } from '../../src/ports/store.js'

// Redis finds a document by its name only. To scan and sweep, the store keeps an index of the documents, which the same
// script writes. In a cluster a script can only use keys of one slot, so documents are spread over buckets: each has a hash
// tag, its documents and its index. All documents of one tenant and id share a bucket, whatever their kind.
// SCAN would need no index. But it also walks through all other keys of the server, ignores the page size, and misses or
// repeats keys while slots move.

/**
 * Enough to spread documents evenly over a cluster, and few enough to query all of them. It is part of every key name: a
 * change would hide all stored documents.
 */
export const bucketCount = 256

/** Three names in one slot. */
export interface Bucket {
  readonly number: number
  /** Prefix of the name of every document. */
  readonly documents: string
  /** A sorted set of names, in the order of their bytes. */
  readonly index: string
  /** A sorted set of names by `retainUntilMs`, without documents that never expire. */
  readonly retention: string
}

export function bucketOf(prefix: string, key: StoreKey): Bucket {
  return bucketAt(prefix, bucketNumber(key))
}

export function bucketAt(prefix: string, number: number): Bucket {
  const tag = `${prefix}{${number.toString(16).padStart(2, '0')}}`
  return { number, documents: `${tag}:`, index: `${tag}/index`, retention: `${tag}/retention` }
}

/** Returns FNV-1a over the name without its kind, folded to one byte. */
export function bucketNumber({ tenantId, id }: StoreKey): number {
  const text = `${encode(tenantId, 'tenantId')}:${encode(id, 'id')}`
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff
}

/** Returns the name of a document, for example `user:acme:ada`. Parts contain no colon, slash, brace or space, so different keys have different names. */
export function keyToName({ kind, tenantId, id }: StoreKey): string {
  return `${encode(kind, 'kind')}:${encode(tenantId, 'tenantId')}:${encode(id, 'id')}`
}

export function nameToKey(name: string): StoreKey {
  const [kind, tenantId, id, ...rest] = name.split(':').map(decodeURIComponent)
  if (kind === undefined || tenantId === undefined || id === undefined || rest.length > 0) {
    throw new TypeError(`The index contains "${name}", which this store did not write: check who else uses the prefix`)
  }
  return { tenantId, kind, id }
}

/** Returns the bounds of all names of a kind, or of one tenant, for ZRANGEBYLEX: `from` is inclusive, `to` exclusive. */
export function namesOf(kind: string, tenantId: string | undefined): { readonly from: string; readonly to: string } {
  const encodedKind = encode(kind, 'kind')
  const begin = tenantId === undefined ? encodedKind : `${encodedKind}:${encode(tenantId, 'tenantId')}`
  // ';' is the character after ':'.
  return { from: `[${begin}:`, to: `(${begin};` }
}

function encode(text: string, field: keyof StoreKey): string {
  return encodeURIComponent(checkText(text, field))
}

/** Refuses ill-formed text. UTF-8 cannot encode half of a surrogate pair: different texts would be stored as the same replacement character. */
export function checkText(text: string, field: string): string {
  if (!/\p{Surrogate}/u.test(text)) return text
  throw new RangeError(`"${field}" must be well-formed Unicode, but contains half of a surrogate pair`)
}
