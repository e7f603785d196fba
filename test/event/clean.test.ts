import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanContext, cleanText, encodeId } from '../../src/core/event/clean-text.js'
import { hostile, hostileMakers } from '../support/hostile.js'

const anyText = fc.string({ unit: 'binary', maxLength: 80 })
const wildText = fc
  .array(fc.oneof(anyText, fc.constantFrom('\n', '\r\n', '\u2028', '\u202e', '\u2066', '\x1b[2J', '\ud800', '\udc00')))
  .map((parts) => parts.join(''))
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u

describe('cleanText', () => {
  it('removes what could forge, repaint or reverse a log line', () => {
    expect(cleanText('ada\r\n{"type":"signIn.succeeded"}', 100)).toBe('ada{"type":"signIn.succeeded"}')
    expect(cleanText('\x1b[31mred\x07\x00\x7f\x85', 100)).toBe('[31mred')
    expect(cleanText('one\u2028two\u2029three', 100)).toBe('onetwothree')
    expect(cleanText('\u202etxt.exe\u202c \u2066x\u2069 \u200e\u200f\u061c', 100)).toBe('txt.exe x ')
    expect(cleanText('half \ud83d, half \ude00, whole \u{1F600}', 100)).toBe('half , half , whole \u{1F600}')
  })

  it('leaves names in every script as they are', () => {
    for (const name of ['Zoë', '李小龍', 'محمد', 'क्षेत्र', 'می\u200cخواهم', '👩\u200d💻', 'O’Brien <o@example.test>']) {
      expect(cleanText(name, 100)).toBe(name)
    }
  })

  it('cuts long text with an ellipsis, and never through a character', () => {
    expect(cleanText('abcdef', 6)).toBe('abcdef')
    expect(cleanText('abcdefg', 6)).toBe('abcde…')
    expect(cleanText('abcd\u{1F600}g', 6)).toBe('abcd…')
    expect(cleanText('ab', 1)).toBe('…')
    expect(cleanText('ab', 0)).toBe('')
  })

  it('is always clean, within the limit, and the same when cleaned again', () => {
    fc.assert(
      fc.property(wildText, fc.integer({ min: 0, max: 120 }), (text, maximum) => {
        const clean = cleanText(text, maximum)
        expect(clean).not.toMatch(unsafe)
        expect(clean.length).toBeLessThanOrEqual(maximum)
        expect(cleanText(clean, maximum)).toBe(clean)
      }),
    )
  })

  it('does not change text that is clean and short enough', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (!unsafe.test(text)) expect(cleanText(text, text.length)).toBe(text)
      }),
    )
  })
})

describe('encodeId', () => {
  it('writes control characters as their codes, and leaves other ids as they are', () => {
    expect(encodeId('ada\r\n')).toBe('ada\\u{D}\\u{A}')
    expect(encodeId('a\u2028\u202e\u200f\ud800')).toBe('a\\u{2028}\\u{202E}\\u{200F}\\u{D800}')
    for (const id of ['CONTOSO\\ursula', 'ada%40example.com', 'CN=Ada\\, Countess', 'محمد', 'می\u200cخواهم', '\\'])
      expect(encodeId(id)).toBe(id)
    expect(encodeId('\\u{A}')).toBe('\\u{5C}u{A}')
  })

  it('is one clean line, and keeps two ids apart', () => {
    const part = fc.oneof(
      wildText,
      fc.constantFrom('\n', '\0', '\\', '\\u', '\\u{', '\\u{A}', 'u{A}', '{', 'A}', '\\\n'),
    )
    const id = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(encodeId(one)).not.toMatch(unsafe)
        expect(decodeId(encodeId(one))).toBe(one)
        if (one !== other) expect(encodeId(one)).not.toBe(encodeId(other))
      }),
    )
  })
})

/** Reads what `encodeId` wrote. */
function decodeId(text: string): string {
  return text.replace(/\\u\{([0-9A-F]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
}

describe('cleanContext', () => {
  it('keeps its three strings and nothing else', () => {
    const context = { correlationId: 'c-1', ipAddress: '2001:db8::1', userAgent: 'Mozilla/5.0' }
    expect(cleanContext({ ...context, code: 'K7MQZ3XW', authorization: 'Bearer x' })).toEqual(context)
    expect(Object.isFrozen(cleanContext(context))).toBe(true)
  })

  it('drops a field that is not text or is empty once cleaned', () => {
    expect(cleanContext({ correlationId: 7, ipAddress: '\n', userAgent: 'curl\r\n' })).toEqual({ userAgent: 'curl' })
    expect(Object.keys(cleanContext({ userAgent: 'curl' }) ?? {})).toEqual(['userAgent'])
  })

  it('is undefined if no field is left', () => {
    for (const context of [undefined, null, 7, 'c-1', [], {}, { correlationId: '' }, { correlationId: null }]) {
      expect(cleanContext(context)).toBeUndefined()
    }
  })

  it('keeps correlation ids to 128 characters, addresses to 64, user agents to 512', () => {
    const long = 'x'.repeat(10_000)
    const cleaned = cleanContext({ correlationId: long, ipAddress: long, userAgent: long })
    expect(Object.values(cleaned ?? {}).map(({ length }) => length)).toEqual([128, 64, 512])
  })

  it('keeps the other fields if reading one throws', () => {
    const context = {
      correlationId: 'c-1',
      get ipAddress(): string {
        throw new Error('not for you')
      },
    }
    expect(cleanContext(context)).toEqual({ correlationId: 'c-1' })
  })

  it('never throws for hostile input, and returns clean text only', () => {
    const isClean = (value: unknown): boolean => typeof value === 'string' && value !== '' && !unsafe.test(value)
    for (const make of hostileMakers) expect(Object.values(cleanContext(make()) ?? {}).every(isClean)).toBe(true)
    fc.assert(
      fc.property(hostile, wildText, (make, text) => {
        const cleaned = cleanContext({ correlationId: make(), ipAddress: text, userAgent: make() })
        expect(Object.values(cleaned ?? {}).every(isClean)).toBe(true)
      }),
    )
  })
})
