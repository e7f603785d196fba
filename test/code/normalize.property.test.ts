import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { displayCode } from '../../src/core/code/format.js'
import { canonicalCode, readAs } from '../../src/core/code/normalize.js'

const names = ['crockford', 'mixed', 'digits'] as const
const alphabet = fc.constantFrom(...names)
const drawn = alphabet.chain((name) =>
  fc.tuple(
    fc.constant(name),
    fc.string({ unit: fc.constantFrom(...alphabets[name].symbols), minLength: 8, maxLength: 48 }),
  ),
)
const separator = fc.constantFrom('', '', '', ' ', '-', '\u2013', '\u00A0', '\t', '\u200B')

/** What a user may type for a symbol. */
const spellings = {
  crockford: (symbol: string) =>
    ({ 0: ['0', 'O', 'o'], 1: ['1', 'I', 'i', 'L', 'l'] })[symbol] ?? [symbol, symbol.toLowerCase()],
  mixed: (symbol: string) => (symbol === 'o' ? ['o', 'O', '0'] : [symbol]),
  digits: (symbol: string) => ({ 0: ['0', 'O', 'o'], 1: ['1', 'I', 'i', 'L', 'l'] })[symbol] ?? [symbol],
}

describe('a typed code', () => {
  it('is the drawn one when it is typed as it is displayed', () => {
    fc.assert(
      fc.property(drawn, ([name, code]) => {
        expect(readAs(name, canonicalCode(displayCode(code, name)) ?? '')).toBe(code)
      }),
    )
  })

  it('is the drawn one in every case, look-alike and grouping of its alphabet', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat(4)), fc.infiniteStream(separator), ([name, code], picks, gaps) => {
        const typed = [...code]
          .map((symbol) => {
            const forms = spellings[name](symbol)
            return `${forms[(picks.next().value ?? 0) % forms.length]}${gaps.next().value}`
          })
          .join('')
        expect(readAs(name, canonicalCode(typed) ?? '')).toBe(code)
      }),
    )
  })

  it('has one canonical form, which normalizing again does not change', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (typed) => {
        const canonical = canonicalCode(typed)
        if (canonical !== undefined) expect(canonicalCode(canonical)).toBe(canonical)
      }),
      { examples: [['e \u0301'], ['\u00A8e'], ['\u1100-\u1161']] },
    )
  })

  it('is read the same twice, and a drawn code is read unchanged', () => {
    fc.assert(
      fc.property(alphabet, fc.string({ unit: 'binary' }), drawn, (name, text, [drawnFrom, code]) => {
        expect(readAs(name, readAs(name, text))).toBe(readAs(name, text))
        expect(readAs(drawnFrom, code)).toBe(code)
      }),
    )
  })
})
