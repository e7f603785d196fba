import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFields, fromBase64Url, toBase64Url } from '../../src/crypto/encoding.js'

const wellFormed = fc.string({ unit: 'binary', maxLength: 12 })
const field = fc.oneof(wellFormed, fc.uint8Array({ maxLength: 12 }), fc.constantFrom('', 's0:', '1:a', 'b1:'))
const fields = fc.array(field, { maxLength: 5 })

describe('encodeFields', () => {
  it('T-37 gives different bytes for different lists', () => {
    fc.assert(
      fc.property(fields, fields, (left, right) => {
        const isSame = JSON.stringify(tagged(left)) === JSON.stringify(tagged(right))
        expect(hex(encodeFields(left)) === hex(encodeFields(right))).toBe(isSame)
      }),
    )
  })

  it('T-37 gives different bytes when one text is cut into fields in different places', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(12), fc.nat(12), (text, first, second) => {
        const [left, right] = [cut(text, first), cut(text, second)]
        const isSame = JSON.stringify(left) === JSON.stringify(right)
        expect(hex(encodeFields(left)) === hex(encodeFields(right))).toBe(isSame)
      }),
    )
  })

  it.each([
    [
      ['a:b', 'c'],
      ['a', 'b:c'],
    ],
    [[''], []],
    [['a'], [new Uint8Array([0x61])]],
    [
      ['', 'a'],
      ['a', ''],
    ],
    [['1', '2'], ['1s1:2']],
    [['YQ'], [new Uint8Array([0x61])]],
  ])('T-37 gives different bytes for %j and %j', (left, right) => {
    expect(hex(encodeFields(left))).not.toBe(hex(encodeFields(right)))
  })

  it('T-36 refuses text with a lone surrogate, which UTF-8 cannot represent', () => {
    expect(() => encodeFields(['a', '\uD800'])).toThrow(TypeError)
    expect(() => encodeFields(['\uD83D', '\uDE00'])).toThrow(TypeError)
    expect(encodeFields(['\uD83D\uDE00'])).toBeInstanceOf(Uint8Array)
  })

  it('writes fields as type, length and text, in every version', () => {
    expect(new TextDecoder().decode(encodeFields(['ada', 'é', new Uint8Array([1, 2, 3, 255])]))).toBe(
      's3:ada' + 's1:é' + 'b6:AQID_w',
    )
  })
})

describe('base64url', () => {
  it('decodes to the original bytes, and is the encoding of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64Url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(fromBase64Url(text)).toEqual(bytes)
      }),
    )
  })

  it('has one spelling for each value', () => {
    const symbol = fc.constantFrom(...'ABCDwxyz0189-_+/=. \u0100\u2028')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: symbol, maxLength: 9 }), fc.base64String(), fc.string()), (text) => {
        const bytes = fromBase64Url(text)
        if (bytes !== undefined) expect(toBase64Url(bytes)).toBe(text)
      }),
      { examples: [['AB'], ['AAB'], ['A'], ['AA=='], ['+/+/']] },
    )
  })

  it.each(['A', 'AB', 'AAB', 'AA==', '+A', '/A', 'A A', 'AAA\n', 'AA\u0100A', '\u{1F600}'])('refuses %j', (text) => {
    expect(fromBase64Url(text)).toBeUndefined()
  })
})

function cut(text: string, at: number): readonly string[] {
  const symbols = [...text]
  return [symbols.slice(0, at).join(''), symbols.slice(at).join('')]
}

function tagged(list: readonly (string | Uint8Array)[]): unknown {
  return list.map((entry) => (typeof entry === 'string' ? entry : [...entry]))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
