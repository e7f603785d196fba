import { equalBytes } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from './encoding.js'
import { slowHashes } from './slow-hash.js'
import type { Cryptography } from './suite.js'

/** How a code was hashed: an id from an allow-list, never a cost. So a stored document cannot choose an expensive hash. */
export type Scheme = 'scrypt-1' | 'hmac-1' | 'pbkdf2-1'

/** What is stored of a code. */
export interface Verifier {
  /** 16 bytes. */
  readonly salt: Uint8Array
  /** 32 bytes. */
  readonly hash: Uint8Array
}

const saltBytes = 16
const hashBytes = 32
const fastLength = 34
const fastLengthWithLetter = 23
// Letters that do not look like a digit, so that the result does not depend on how the code was typed.
const realLetter = /[A-HJKMNP-Za-hjkmnp-z]/

/** The cheapest scrypt with 32 MiB that both OWASP Password Storage and ASVS 5.0 appendix C recommend. */
const scryptCost = { N: 2 ** 15, r: 8, p: 3 }
const pbkdf2Iterations = 600_000

/**
 * Chooses the hash from the typed text alone, so that the time of a sign-in says nothing about the stored pass.
 *
 * Codes of 112 bits or more get the fast hash (SP 800-63B-4 §3.1.2.2): 34 digits, or 23 symbols with at least one letter
 * (112.95 bits or more).
 */
export function schemeFor(canonical: string, cryptography: Cryptography): Scheme {
  const isFast =
    canonical.length >= fastLength || (canonical.length >= fastLengthWithLetter && realLetter.test(canonical))
  if (isFast) return 'hmac-1'
  return cryptography === 'fips' ? 'pbkdf2-1' : 'scrypt-1'
}

/** Returns `true` if the hash takes a fifth of a second, and so needs a permit. */
export function isSlow(scheme: Scheme): boolean {
  return scheme !== 'hmac-1'
}

/** Returns 32 bytes. No server key is used, so re-sealing is enough to rotate keys. */
export async function hashCode(scheme: Scheme, code: string, salt: Uint8Array): Promise<Uint8Array> {
  switch (scheme) {
    case 'hmac-1':
      return hmac(sha256, salt, utf8(code))
    case 'scrypt-1':
      return slowHashes().scrypt(utf8(code), salt, scryptCost)
    case 'pbkdf2-1':
      return slowHashes().pbkdf2(utf8(code), salt, pbkdf2Iterations)
  }
}

/** Returns 48 bytes, which the caller seals. */
export function packVerifier({ salt, hash }: Verifier): Uint8Array {
  const bytes = new Uint8Array(saltBytes + hashBytes)
  bytes.set(salt)
  bytes.set(hash, saltBytes)
  return bytes
}

export function unpackVerifier(bytes: Uint8Array): Verifier | undefined {
  if (bytes.length !== saltBytes + hashBytes) return undefined
  return { salt: bytes.slice(0, saltBytes), hash: bytes.slice(saltBytes) }
}

/** Takes a time that depends on the lengths alone. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b)
}
