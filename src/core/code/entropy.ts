import type { AlphabetName, Policy } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

/**
 * Returns the entropy of the codes of a policy, in bits: length × log2 of the number of symbols, because every code is
 * drawn uniformly. A valid policy has 29.9 bits (9 digits) to 280 bits (48 symbols of `mixed`).
 *
 * Known thresholds: 20 bits if guesses are limited (OWASP ASVS 5.0, 6.5.4), 64 bits for saved recovery codes (NIST
 * SP 800-63B-4 §4.2.1.1), 112 bits without a slow hash (§3.1.2.2). This package hashes codes slowly unless they have 23
 * symbols or more (34 or more if all are digits).
 *
 * @param policy - The two fields of a policy that shape its codes.
 * @returns Bits of entropy.
 *
 * @example
 * ```ts
 * console.log(codeEntropyInBits({ alphabet: 'crockford', defaultLength: 8 })) // 40
 * console.log(codeEntropyInBits({ alphabet: 'mixed', defaultLength: 8 })) // 46.66…
 * ```
 */
export function codeEntropyInBits(policy: Pick<Policy, 'alphabet' | 'defaultLength'>): number {
  return entropyInBits(policy.alphabet, policy.defaultLength)
}

export function entropyInBits(alphabet: AlphabetName, length: number): number {
  return length * Math.log2(alphabets[alphabet].symbols.length)
}
