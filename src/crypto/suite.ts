import { gcm } from '@noble/ciphers/aes.js'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { StoreKey } from '../ports/store.js'
import { encodeFields } from './encoding.js'
import type { KeyRing } from './key-ring.js'

/** `default`: XChaCha20-Poly1305 and scrypt. `fips`: AES-256-GCM and PBKDF2, which are approved algorithms. */
export type Cryptography = 'default' | 'fips'

/** How documents are sealed. The `id` is the first byte of a seal: format version and algorithm in one. */
export interface Suite {
  readonly id: number
  readonly nonceBytes: number
  cipher(secrets: Secrets, nonce: Uint8Array, associatedData: Uint8Array): Cipher
}

/** For one message. `decrypt` throws if anything has changed. */
export interface Cipher {
  encrypt(plaintext: Uint8Array): Uint8Array
  decrypt(ciphertext: Uint8Array): Uint8Array
}

/** What a suite may derive its key from. */
export interface Secrets {
  readonly ring: KeyRing
  readonly keyId: string
  readonly key: StoreKey
  readonly revision: string
}

/** The allow-list. An id is never used again for another suite: 1 and 2 were seals without a key check value. */
export const suites: { readonly [Name in Cryptography]: Suite } = {
  default: {
    id: 3,
    nonceBytes: 24,
    cipher: ({ ring, keyId }, nonce, associatedData) =>
      xchacha20poly1305(ring.subkey(keyId, 'seal'), nonce, associatedData),
  },
  fips: {
    id: 4,
    nonceBytes: 12,
    cipher: (secrets, nonce, associatedData) => gcm(keyOfWrite(secrets), nonce, associatedData),
  },
}

/** Every write has a key of its own, because random nonces of 96 bits are too short for one key (SP 800-38D §8.3). */
function keyOfWrite({ ring, keyId, key, revision }: Secrets): Uint8Array {
  const write = encodeFields(['key of one write', key.kind, key.tenantId, key.id, revision])
  return hmac(sha256, ring.subkey(keyId, 'seal-fips'), write)
}
