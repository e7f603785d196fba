import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessingRisk, guessingRiskInBits } from '../../src/core/policy/guessing-risk.js'
import type { AlphabetName } from '../../src/core/policy/policy.js'

const symbols: { readonly [Name in AlphabetName]: bigint } = { crockford: 32n, mixed: 57n, digits: 10n }
const policies = fc.record({
  alphabet: fc.constantFrom('crockford', 'mixed', 'digits'),
  defaultLength: fc.integer({ min: 1, max: 48 }),
  wrongCodesBeforeRevocation: fc.integer({ min: 1, max: 10_000 }),
})

describe('guessingRisk', () => {
  it('refuses eight digits and a hundred guesses, with the arithmetic', () => {
    expect(guessingRisk({ alphabet: 'digits', defaultLength: 8, wrongCodesBeforeRevocation: 100 })).toMatchObject({
      code: 'guessingRisk',
      field: 'defaultLength',
      message:
        'makes codes too easy to guess: 100 guesses at 10^8 codes succeed with a chance of 2^-19.93, ' +
        'above 2^-20; use 9 or more',
      messageId: 'policy.issue.guessingRisk',
      messageParameters: { guesses: 100, symbols: 10, length: 8, minimum: 9 },
      minimum: 9,
      maximum: 48,
    })
  })

  it('wants nine digits whatever the budget, and says that it is not for the arithmetic', () => {
    for (const wrongCodesBeforeRevocation of [1, 5, 95]) {
      const issue = guessingRisk({ alphabet: 'digits', defaultLength: 8, wrongCodesBeforeRevocation })
      expect(issue).toMatchObject({ code: 'guessingRisk', minimum: 9 })
      expect(issue?.message).not.toContain('above')
      expect(guessingRisk({ alphabet: 'digits', defaultLength: 9, wrongCodesBeforeRevocation })).toBeUndefined()
    }
  })

  it('takes every other policy that fits the bounds', () => {
    for (const alphabet of ['crockford', 'mixed'] as const) {
      expect(guessingRisk({ alphabet, defaultLength: 8, wrongCodesBeforeRevocation: 100 })).toBeUndefined()
    }
    expect(guessingRisk({ alphabet: 'digits', defaultLength: 9, wrongCodesBeforeRevocation: 100 })).toBeUndefined()
  })

  it('knows the figures of the documentation', () => {
    const bits = (alphabet: AlphabetName, defaultLength: number): string =>
      guessingRiskInBits({ alphabet, defaultLength, wrongCodesBeforeRevocation: 100 }).toFixed(1)
    expect([bits('digits', 9), bits('crockford', 8), bits('mixed', 8)]).toEqual(['-23.3', '-33.4', '-40.0'])
  })

  it('agrees with exact arithmetic: budget × 2^20 against symbols^length', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const isRisky = BigInt(policy.wrongCodesBeforeRevocation) * 2n ** 20n > codes(policy)
        const isTooShort = policy.defaultLength < (policy.alphabet === 'digits' ? 9 : 8)
        expect(guessingRisk(policy) !== undefined).toBe(isRisky || isTooShort)
      }),
    )
  })

  it('names a length that it accepts, and the shortest such', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const needed = guessingRisk(policy)?.minimum
        if (needed === undefined) return
        expect(guessingRisk({ ...policy, defaultLength: needed })).toBeUndefined()
        expect(guessingRisk({ ...policy, defaultLength: needed - 1 })).toBeDefined()
      }),
    )
  })
})

function codes({ alphabet, defaultLength }: { alphabet: AlphabetName; defaultLength: number }): bigint {
  return symbols[alphabet] ** BigInt(defaultLength)
}
