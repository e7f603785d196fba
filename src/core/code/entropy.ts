import type { AlphabetName, Policy } from '../policy/policy.js'
import { alphabets } from './alphabet.js'

/**
 * How hard a code of this policy is to guess, in bits: length × log2 of the number of symbols, because every code is
 * drawn uniformly. 29.9 at the least that a policy can say (9 digits), 280 at the most (48 of `mixed`).
 *
 * Known thresholds: 20 bits (OWASP ASVS 5.0, 6.5.4, when guesses are limited), 64 bits (saved recovery codes, NIST
 * SP 800-63B-4 §4.2.1.1), 112 bits (no slow hash asked for, §3.1.2.2). This package goes by what was typed: from 23 symbols
 * on, 34 where all are digits, it checks without one, so 20 of `mixed` still get it.
 *
 * @example
 * ```ts
 * codeEntropyInBits({ alphabet: 'crockford', defaultLength: 8 }) // 40
 * codeEntropyInBits({ alphabet: 'mixed', defaultLength: 8 }) // 46.66…
 * ```
 */
export function codeEntropyInBits(policy: Pick<Policy, 'alphabet' | 'defaultLength'>): number {
  return entropyInBits(policy.alphabet, policy.defaultLength)
}

/** Bits of a code of so many symbols, drawn uniformly. */
export function entropyInBits(alphabet: AlphabetName, length: number): number {
  return length * Math.log2(alphabets[alphabet].symbols.length)
}
