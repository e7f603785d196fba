import type { StoreKey } from '../../src/ports/store.js'

// Redis finds a document by its name alone, so whatever pages or sweeps needs an index beside the documents, written by the
// same script. A script reaches one slot of a cluster: hence buckets, each with a hash tag, its documents and its index.
// All documents of one tenant and id, whatever their kind, share a bucket. SCAN would need no index, but pages of its own
// size, would walk through everything else the server holds, and sees slots move.

/** Enough to spread over any cluster evenly, few enough to be asked one and all. Part of every name: never to be changed. */
export const BUCKETS = 256

/** Where a bucket keeps what: three names of one slot. */
export interface Bucket {
  readonly number: number
  /** In front of the name of a document. */
  readonly documents: string
  /** Names in the order of their bytes. */
  readonly index: string
  /** Names by `retainUntilMs`; without those that are kept for good. */
  readonly retention: string
}

export function bucketOf(prefix: string, key: StoreKey): Bucket {
  return bucketAt(prefix, bucketNumber(key))
}

export function bucketAt(prefix: string, number: number): Bucket {
  const tag = `${prefix}{${number.toString(16).padStart(2, '0')}}`
  return { number, documents: `${tag}:`, index: `${tag}/index`, retention: `${tag}/retention` }
}

/** FNV-1a over the name without its kind, folded to a byte. */
export function bucketNumber({ tenantId, id }: StoreKey): number {
  const text = `${encode(tenantId)}:${encode(id)}`
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff
}

/** `user:acme:ada`: in ASCII, without a colon, slash, brace or space inside a part, so that no two keys share one. */
export function keyToName({ kind, tenantId, id }: StoreKey): string {
  return `${encode(kind)}:${encode(tenantId)}:${encode(id)}`
}

export function nameToKey(name: string): StoreKey {
  const [kind, tenantId, id, ...rest] = name.split(':').map(decodeURIComponent)
  if (kind === undefined || tenantId === undefined || id === undefined || rest.length > 0) {
    throw new TypeError(`The index holds "${name}", which this store has not written`)
  }
  return { tenantId, kind, id }
}

/** Every name of a kind, and of a tenant where there is one: `from` with its bracket, `to` without what it names. */
export function namesOf(kind: string, tenantId: string | undefined): { readonly from: string; readonly to: string } {
  const begin = tenantId === undefined ? encode(kind) : `${encode(kind)}:${encode(tenantId)}`
  // ';' follows ':' directly.
  return { from: `[${begin}:`, to: `(${begin};` }
}

function encode(text: string): string {
  return encodeURIComponent(checkText(text))
}

/** UTF-8 has no place for half a surrogate pair: every such text would become the same replacement character. */
export function checkText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError('Text must be well-formed Unicode')
  return text
}
