import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJsonObject } from '../../../adapters/http/strict-json.js'

// Quotes, backslashes, colons and brackets inside strings could confuse a scanner of raw text.
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', '\\', ':', '{', '}', '[', ']', 'a', '\n', '\u2028') }),
)
const value = fc.jsonValue({ maxDepth: 3 })
const object = fc.dictionary(text, value)

/** Tells whether a text is a JSON object. */
function isObject(source: string): boolean {
  try {
    const parsed: unknown = JSON.parse(source)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  } catch {
    return false
  }
}

/** Writes every character of a JSON string as an escape. */
function escaped(name: string): string {
  const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at).toString(16).padStart(4, '0'))
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`
}

describe('parseJsonObject', () => {
  it('reads every object with distinct members as JSON.parse does', () => {
    fc.assert(
      fc.property(object, fc.nat(4), (given, indent) => {
        const source = JSON.stringify(given, null, indent)
        expect(Object.fromEntries(parseJsonObject(source) ?? [])).toEqual(JSON.parse(source))
        expect(parseJsonObject(source)?.size).toBe(Object.keys(given).length)
      }),
    )
  })

  it('refuses a member that is given twice, escaped or not, at any depth', () => {
    const members = fc.tuple(object, text, value, value, fc.boolean(), fc.nat(3))
    fc.assert(
      fc.property(members, ([others, name, first, second, isEscaped, depth]) => {
        const again = isEscaped ? escaped(name) : JSON.stringify(name)
        const rest = JSON.stringify(others).slice(1, -1)
        const pairs = [`${JSON.stringify(name)}:${JSON.stringify(first)}`, `${again} : ${JSON.stringify(second)}`, rest]
        const twice = `{${pairs.filter((pair) => pair !== '').join(',')}}`
        const source = `${'{"in":['.repeat(depth)}${twice}${']}'.repeat(depth)}`
        expect(() => JSON.parse(source)).not.toThrow()
        expect(parseJsonObject(source)).toBeUndefined()
      }),
    )
  })

  it('allows two separate objects to use the same names', () => {
    expect(parseJsonObject('{"a":[{"x":1},{"x":2}],"x":{"a":1}}')?.size).toBe(2)
  })

  it('returns undefined, and never throws, for any text that is not an object', () => {
    fc.assert(
      fc.property(
        // A drawn text can be an object, such as `{}`.
        fc.oneof(text, fc.json()).filter((source) => !isObject(source)),
        (source) => {
          expect(parseJsonObject(source)).toBeUndefined()
        },
      ),
    )
  })

  it('skips one byte-order mark, which some editors write, and no second one', () => {
    expect(parseJsonObject('\uFEFF{"a":1}')).toEqual(new Map([['a', 1]]))
    expect(parseJsonObject('\uFEFF\uFEFF{"a":1}')).toBeUndefined()
    expect(parseJsonObject('{\uFEFF"a":1}')).toBeUndefined()
  })

  it('returns objects that inherit nothing, at any depth', () => {
    const list = parseJsonObject('{"a":[{"b":{}}],"__proto__":{"c":1}}')?.get('a') as readonly { readonly b: object }[]
    expect(Object.getPrototypeOf(list[0])).toBeNull()
    expect(Object.getPrototypeOf(list[0]?.b)).toBeNull()
  })

  it('accepts eight levels of nesting and refuses nine', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    expect(parseJsonObject(nested(8))).toBeDefined()
    expect(parseJsonObject(nested(9))).toBeUndefined()
  })
})
