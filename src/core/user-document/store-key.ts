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
 * Returns the key of one of 256 documents that receive the write of a sign-in that records nothing. A keyed hash of the
 * typed name selects it, so that an attacker cannot find out which names share a document.
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

/** Keyed once for each ring, because a copy hashes in half the time. */
function keyedHash(ring: KeyRing): KeyedHash {
  const known = keyedHashes.get(ring)
  if (known) return known
  const keyed = hmac.create(sha256, ring.subkey(ring.writer, 'decoy'))
  keyedHashes.set(ring, keyed)
  return keyed
}
