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
const separator = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '-',
  '\u2013',
  '\u00A0',
  '\t',
  '\u200B',
  '\u2067',
  '\u061C',
  '\uFE0F',
)
const before = fc.constantFrom('', '', '"', "'", '\u201E', '\u00AB', '\u2066"', '`')
const after = fc.constantFrom('', '', '.', '"', '".', '."', '\u201C.', '\u00BB', '\u3002', '"\u2069')
/** Characters that meet: marks, digits, quotes, stops, what is invisible. */
const meeting = fc.constantFrom(
  ...'eK1"\'`.\u0301\u0308\u0338\u0663\u3002\u06D4\u2067\u115F\u1161\u1100\u00B4\u2026 \uFE0F\u226E',
)

const zeros = ['O', 'o', '\u0660', '\u0966']
const ones = ['I', 'i', 'L', 'l', '\u0661', '\u0967']

/** What a user may type for a symbol. */
const spellings = {
  crockford: (symbol: string) => ({ 0: ['0', ...zeros], 1: ['1', ...ones] })[symbol] ?? [symbol, symbol.toLowerCase()],
  mixed: (symbol: string) => (symbol === 'o' ? ['o', 'O', '0', '\u0660'] : inScripts(symbol)),
  digits: (symbol: string) => ({ 0: ['0', ...zeros], 1: ['1', ...ones] })[symbol] ?? inScripts(symbol),
}

/** A digit in ASCII, Arabic, Devanagari and full width. */
function inScripts(symbol: string): readonly string[] {
  const inScript = (zero: number) => String.fromCodePoint(zero + Number(symbol))
  return /[0-9]/.test(symbol) ? [symbol, ...[0x660, 0x966, 0xff10].map(inScript)] : [symbol]
}

function spell(
  [name, code]: readonly [(typeof names)[number], string],
  picks: Iterator<number>,
  gaps: Iterator<string>,
  start: string,
  end: string,
): string {
  const symbols = [...code].map((symbol) => {
    const forms = spellings[name](symbol)
    return `${forms[(picks.next().value ?? 0) % forms.length]}${gaps.next().value}`
  })
  return `${start}${symbols.join('')}${end}`
}

describe('a typed code', () => {
  it('is the drawn one when it is typed as it is displayed', () => {
    fc.assert(
      fc.property(drawn, ([name, code]) => {
        expect(readAs(name, canonicalCode(displayCode(code, name)) ?? '')).toBe(code)
      }),
    )
  })

  it('is the drawn one in every case, look-alike, script, grouping and quotation of its alphabet', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat(6)), fc.infiniteStream(separator), before, after, (...spelling) => {
        const [[name, code]] = spelling
        const typed = spell(...spelling)
        // With too many invisible characters the text is too long.
        fc.pre(typed.length <= 128)
        expect(readAs(name, canonicalCode(typed) ?? '')).toBe(code)
      }),
    )
  })

  it('is never another drawn code, however both are typed: one guess tries one code', () => {
    const guess = fc.tuple(fc.infiniteStream(fc.nat(6)), fc.infiniteStream(separator), before, after)
    const two = drawn.chain(([name, code]) =>
      fc.tuple(
        fc.constant(name),
        fc.constant(code),
        fc
          .nat(code.length - 1)
          .chain((at) =>
            fc
              .constantFrom(...alphabets[name].symbols)
              .map((symbol) => `${code.slice(0, at)}${symbol}${code.slice(at + 1)}`),
          ),
      ),
    )
    fc.assert(
      fc.property(two, guess, guess, ([name, one, other], first, second) => {
        fc.pre(one !== other)
        const [a, b] = [canonicalCode(spell([name, one], ...first)), canonicalCode(spell([name, other], ...second))]
        fc.pre(a !== undefined && b !== undefined)
        expect(a).not.toBe(b)
        expect(readAs(name, a)).not.toBe(readAs(name, b))
      }),
    )
  })

  it('has one canonical form, which normalizing again does not change', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 64 }), fc.string({ unit: meeting })), (typed) => {
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
