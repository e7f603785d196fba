import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields } from '../../crypto/encoding.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import type { StoreKey } from '../../ports/store.js'

export function policyKey(tenantId: string): StoreKey {
  return { tenantId, kind: 'policy', id: 'policy' }
}

export function userKey(tenantId: string, userId: string): StoreKey {
  return { tenantId, kind: 'user', id: userId }
}

/**
 * One of 256 documents that take the write of an attempt which records nothing. Which one follows from the name by a keyed
 * hash, so that nobody outside can tell which names share one.
 */
export function decoyKey(ring: KeyRing, tenantId: string, name: string): StoreKey {
  const [first = 0] = keyedHash(ring)
    ._cloneInto()
    .update(encodeFields([tenantId, name]))
    .digest()
  return { tenantId, kind: 'decoy', id: String(first) }
}

type KeyedHash = ReturnType<typeof hmac.create>

const keyedHashes = new WeakMap<KeyRing, KeyedHash>()

/** Keyed once for each ring: a copy of it hashes in half the time. */
function keyedHash(ring: KeyRing): KeyedHash {
  const known = keyedHashes.get(ring)
  if (known) return known
  const keyed = hmac.create(sha256, ring.subkey(ring.writer, 'decoy'))
  keyedHashes.set(ring, keyed)
  return keyed
}
