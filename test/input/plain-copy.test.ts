import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainCopy, unreadable } from '../../src/core/input/plain-copy.js'
import { hostile } from '../support/hostile.js'

describe('plainCopy', () => {
  it('copies plain data without its prototypes', () => {
    const input = { a: 1, b: ['x', null, undefined, { c: true }] }
    const copy = plainCopy(input)
    expect(copy).toEqual(input)
    expect(copy).not.toBe(input)
    expect(Object.getPrototypeOf(copy)).toBeNull()
  })

  it('reads every field once', () => {
    let reads = 0
    plainCopy({
      get a() {
        reads += 1
        return reads
      },
    })
    expect(reads).toBe(1)
  })

  it('copies valid and invalid dates without calling their own methods', () => {
    const date = new Date(1_000)
    date.getTime = () => 2_000
    const copy = plainCopy({ date, invalid: new Date(NaN), fake: Object.create(Date.prototype) })
    expect(copy).toEqual({ date: new Date(1_000), invalid: new Date(NaN), fake: unreadable })
    date.setTime(3_000)
    expect(copy).toMatchObject({ date: new Date(1_000) })
  })

  it('keeps __proto__ as a field, and changes no prototype', () => {
    const copy = plainCopy(JSON.parse('{"__proto__": {"isAdmin": true}}')) as object
    expect(Object.keys(copy)).toEqual(['__proto__'])
    expect('isAdmin' in copy).toBe(false)
  })

  it('stops at five levels, 1,001 entries and 12,000 values', () => {
    const loop: { self?: unknown } = {}
    loop.self = loop
    expect(JSON.stringify(plainCopy(loop), (_, value) => (value === unreadable ? 'end' : value))).toBe(
      '{"self":{"self":{"self":{"self":{"self":"end"}}}}}',
    )
    expect(plainCopy(new Array(2 ** 32 - 1))).toHaveLength(1_001)
    const rows = Array.from({ length: 1_000 }, () => new Array(1_000).fill(0))
    expect(countValues(plainCopy(rows))).toBeLessThanOrEqual(12_000)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(hostile, (make) => {
        expect(() => plainCopy(make())).not.toThrow()
        expect(() => plainCopy({ a: [make()] })).not.toThrow()
      }),
    )
  })
})

function countValues(value: unknown): number {
  if (value === unreadable) return 0
  return Array.isArray(value) ? value.reduce((sum: number, entry) => sum + countValues(entry), 1) : 1
}
