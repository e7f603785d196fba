import { describe, expect, it } from 'vitest'
import { codeEntropyInBits, entropyInBits } from '../../src/core/code/entropy.js'

describe('entropyInBits', () => {
  it.each([
    ['crockford', 8, 40],
    ['mixed', 8, 46.66],
    ['mixed', 19, 110.82],
    ['mixed', 20, 116.66],
    ['mixed', 48, 279.98],
    ['digits', 9, 29.9],
    ['digits', 34, 112.95],
  ] as const)('GEN-3 of %s at %i symbols is %d bits', (alphabet, length, bits) => {
    expect(entropyInBits(alphabet, length)).toBeCloseTo(bits, 2)
  })

  it('of a policy is that of its codes', () => {
    expect(codeEntropyInBits({ alphabet: 'mixed', defaultLength: 12 })).toBe(entropyInBits('mixed', 12))
  })
})
