import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepUpChallenge } from '../../src/core/sign-in/step-up-challenge.js'

describe('stepUpChallenge', () => {
  it('has the form of RFC 9470 §3', () => {
    expect(stepUpChallenge({ acr: 'myACR', maximumAgeInSeconds: 5 })).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="myACR", max_age="5"',
    )
    expect(stepUpChallenge({})).toBe('Bearer error="insufficient_user_authentication"')
    expect(stepUpChallenge({ maximumAgeInSeconds: 0 })).toContain('max_age="0"')
  })

  it('quotes any printable acr so that a parser reads it back', () => {
    const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 512 })
    fc.assert(
      fc.property(printable, fc.integer({ min: 0, max: 31_536_000 }), (acr, maximumAgeInSeconds) => {
        const header = stepUpChallenge({ acr, maximumAgeInSeconds })
        const [, quoted = ''] = /acr_values="((?:[^"\\]|\\.)*)", max_age="\d+"$/.exec(header) ?? []
        expect(quoted.replace(/\\(.)/g, '$1')).toBe(acr)
        expect(new Headers({ 'www-authenticate': header }).get('www-authenticate')).toBe(header)
      }),
    )
  })

  it.each(['', 'a\r\nSet-Cookie: x', 'a\0', 'é', '\u{1F600}', 'a'.repeat(513)])('refuses the acr %j', (acr) => {
    expect(() => stepUpChallenge({ acr })).toThrow(RangeError)
  })

  it.each([-1, 0.5, 31_536_001, Number.NaN, Number.POSITIVE_INFINITY])('refuses the age %d', (maximumAgeInSeconds) => {
    expect(() => stepUpChallenge({ maximumAgeInSeconds })).toThrow(RangeError)
  })
})
