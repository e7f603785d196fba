import { describe, expect, it } from 'vitest'
import { canonicalCode, readAs } from '../../src/core/code/normalize.js'

describe('canonicalCode', () => {
  it.each([
    ['k7mq-z3xw', 'k7mqz3xw'],
    ['  K7MQ Z3XW\n', 'K7MQZ3XW'],
    ['K7MQ\u2013Z3XW', 'K7MQZ3XW'],
    ['K7MQ\u2014\u2212\u2010\u2011Z3XW', 'K7MQZ3XW'],
    ['K7MQ\u00A0\u3000\u2009Z3XW', 'K7MQZ3XW'],
    ['\uFEFFK7MQ\u200BZ3XW\u2060', 'K7MQZ3XW'],
    ['K7MQ\u00ADZ3XW', 'K7MQZ3XW'],
    ['\uFF2B\uFF17\uFF2D\uFF31\uFF0D\uFF3A\uFF13\uFF38\uFF37', 'K7MQZ3XW'],
    ['\u{1D40A}7MQ\u{1D7D1}', 'K7MQ3'],
    ['\u212A7MQ', 'K7MQ'],
  ])('T-34 reads %j as %j', (typed, canonical) => {
    expect(canonicalCode(typed)).toBe(canonical)
  })

  it('accepts text that no alphabet has, so that it is hashed like any other', () => {
    expect(canonicalCode("x'; DROP TABLE")).toBe("x';DROPTABLE")
    expect(canonicalCode('\0')).toBe('\0')
  })

  it('leaves a letter of another script as it is', () => {
    expect(canonicalCode('\u041A7MQ')).toBe('\u041A7MQ')
  })

  it('T-35 accepts at most 128 UTF-16 units as typed', () => {
    expect(canonicalCode(`A${' '.repeat(127)}`)).toBe('A')
    expect(canonicalCode(`A${' '.repeat(128)}`)).toBeUndefined()
  })

  it('accepts 1 to 48 symbols without separators', () => {
    expect(canonicalCode('A-'.repeat(48))).toBe('A'.repeat(48))
    expect(canonicalCode('A'.repeat(49))).toBeUndefined()
    expect(canonicalCode('')).toBeUndefined()
    expect(canonicalCode(' - - ')).toBeUndefined()
  })

  it('counts symbols after the normal form, which can lengthen text', () => {
    expect(canonicalCode('\u2167'.repeat(12))).toBe('VIII'.repeat(12))
    expect(canonicalCode('\u2167'.repeat(13))).toBeUndefined()
    expect(canonicalCode('\uFDFA'.repeat(128))).toBeUndefined()
  })

  it('T-36 refuses lone surrogates, which UTF-8 cannot tell apart', () => {
    expect(canonicalCode('K7MQ\uD800')).toBeUndefined()
    expect(canonicalCode('\uDC00K7MQ')).toBeUndefined()
  })
})

describe('readAs', () => {
  it('reads Crockford in any case, O as 0, I and L as 1', () => {
    expect(readAs('crockford', 'k7mqoOiIlL')).toBe('K7MQ001111')
  })

  it('reads 0 and O as o in mixed, and neither changes case nor guesses what 1, I or l mean', () => {
    expect(readAs('mixed', 'aB0Oo1IlL')).toBe('aBooo1IlL')
  })

  it('reads O as 0, I and L as 1 in digits, in either case', () => {
    expect(readAs('digits', '9oOiIlL')).toBe('9001111')
  })

  it('changes the case of ASCII letters only, so that no letter becomes two', () => {
    expect(readAs('crockford', 'straße\u0131')).toBe('STRAßE\u0131')
  })
})
