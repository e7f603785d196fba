import { describe, expect, it } from 'vitest'
import { canonicalCode } from '../../src/core/code/normalize.js'
import { asciiDigits } from '../../src/core/input/digits.js'
import { createWorld } from '../support/world.js'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => from + step)
const every = (property: RegExp) =>
  range(0, 0x10ffff)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => property.test(character))

const named = [
  ...range(0x2066, 0x2069),
  ...range(0x202a, 0x202e),
  ...range(0x200b, 0x200f),
  0x61c,
  0xad,
  0x34f,
  0x2060,
  0xfeff,
  ...range(0xfe00, 0xfe0f),
  0xe0100,
  0xe01ef,
].map((codePoint) => String.fromCodePoint(codePoint))

describe('invisible characters', () => {
  it.each(named.map((character) => [character.codePointAt(0)?.toString(16), character]))(
    'U+%s carries no symbol',
    (_, character) => {
      expect(canonicalCode(`${character}K7${character}MQ${character}`)).toBe('K7MQ')
    },
  )

  it('carry no symbol, whichever of Unicode they are', () => {
    const kept = every(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Variation_Selector}]/u).filter(
      (character) => canonicalCode(`K7${character}MQ`) !== 'K7MQ',
    )
    expect(kept).toEqual([])
  })

  it.each(['"', "'", '`', '\u201C', '\u201D', '\u201E', '\u2018', '\u2019', '\u00AB', '\u00BB', '\u2039', '\u300C'])(
    '%s around a code carries no symbol, with or without a full stop',
    (quote) => {
      expect(canonicalCode(`${quote}K7MQ${quote}`)).toBe('K7MQ')
      expect(canonicalCode(`${quote}K7MQ${quote}.`)).toBe('K7MQ')
      expect(canonicalCode(`${quote}K7MQ.${quote}`)).toBe('K7MQ')
    },
  )

  it.each(['.', '\u3002', '\uFF0E', '\uFF61', '\u06D4', '\u0964'])('a final %s carries no symbol', (stop) => {
    expect(canonicalCode(`K7MQ${stop}`)).toBe('K7MQ')
    expect(canonicalCode(`K7MQ ${stop} \u200F`)).toBe('K7MQ')
  })

  it('leaves quotes and full stops within a code, which no code has', () => {
    expect(canonicalCode("K7'MQ")).toBe("K7'MQ")
    expect(canonicalCode('.K7.MQ')).toBe('.K7.MQ')
    expect(canonicalCode('"."')).toBeUndefined()
  })
})

describe('decimal digits', () => {
  it('are read by their value in every script', () => {
    const wrong = every(/\p{Nd}/u).filter((digit) => !/^[0-9]$/.test(canonicalCode(digit) ?? ''))
    expect(wrong).toEqual([])
    const shown = Intl.supportedValuesOf('numberingSystem')
      .map((numberingSystem) => new Intl.NumberFormat('en', { numberingSystem, useGrouping: false }).format(9876543210))
      .filter((text) => /^\p{Nd}{10}$/u.test(text))
    expect(shown.length).toBeGreaterThan(10)
    expect(new Set(shown.map(canonicalCode))).toEqual(new Set(['9876543210']))
  })

  it('are read by their value where the digits of two scripts follow each other', () => {
    const mathematical = range(0x1d7ce, 0x1d7ff).map((codePoint) => String.fromCodePoint(codePoint))
    expect(asciiDigits(mathematical.join(''))).toBe('0123456789'.repeat(5))
  })
})

describe('a code as a phone shows it', () => {
  it('signs in from a right-to-left mail, and counts no wrong code', async () => {
    const world = createWorld({ policy: { alphabet: 'digits' } })
    const { temporaryAccessPass: code } = await world.issue()
    const arabic = [...code.replaceAll('-', '')].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join('')
    expect(await world.enter(`\u2067\u201D${arabic}\u201C\u2069.`)).toBe('signedIn')
    expect(world.events.at(-1)).toMatchObject({ type: 'signIn.succeeded' })
  })

  it('stays used however it is spelled', async () => {
    const world = createWorld({ policy: { isUsableOnce: true } })
    const { temporaryAccessPass: code } = await world.issue()
    expect(await world.enter(code)).toBe('signedIn')
    for (const spelled of [`\u2066${code}\u2069`, `"${code}".`, code.toLowerCase(), code.replace(/./g, '$&\uFE0F')])
      expect(await world.enter(spelled)).toBe('oneTimeUsed')
  })
})
