import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bucketAt,
  bucketCount,
  bucketNumber,
  bucketOf,
  keyToName,
  namesOf,
  nameToKey,
} from '../../../adapters/redis/key.js'

const symbols = fc.constantFrom(':', ';', '{', '}', '/', '%', '%3A', '\0', ' ', '*', 'a', '€', '👩')
const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: symbols, minLength: 1 }))
const key = fc.record({ tenantId: text, kind: text, id: text })

describe('the name of a document in Redis', () => {
  it('converts back to its key, so that no two keys share a name', () => {
    fc.assert(
      fc.property(key, (one) => {
        expect(nameToKey(keyToName(one))).toEqual(one)
      }),
    )
  })

  it('contains only ASCII without braces, slashes, spaces and control characters', () => {
    fc.assert(
      fc.property(key, (one) => {
        expect(keyToName(one)).toMatch(/^[A-Za-z0-9_.!~*'()%-]+:[A-Za-z0-9_.!~*'()%-]+:[A-Za-z0-9_.!~*'()%-]+$/)
      }),
    )
  })

  it('is in the range of its kind and tenant, and in no other range', () => {
    fc.assert(
      fc.property(key, text, text, (one, kind, tenantId) => {
        const name = keyToName(one)
        const isIn = ({ from, to }: ReturnType<typeof namesOf>) => name >= from.slice(1) && name < to.slice(1)
        expect(isIn(namesOf(one.kind, undefined))).toBe(true)
        expect(isIn(namesOf(one.kind, one.tenantId))).toBe(true)
        expect(isIn(namesOf(kind, undefined))).toBe(one.kind === kind)
        expect(isIn(namesOf(one.kind, tenantId))).toBe(one.tenantId === tenantId)
      }),
    )
  })

  it('is refused for half of a surrogate pair', () => {
    for (const half of ['a\ud800', '\udfffa']) {
      expect(() => keyToName({ tenantId: 'acme', kind: 'user', id: half })).toThrow(RangeError)
    }
  })
})

describe('the bucket of a document', () => {
  it('is the same for every kind of one tenant and id', () => {
    fc.assert(
      fc.property(key, text, (one, kind) => {
        expect(bucketOf('tap:', { ...one, kind })).toEqual(bucketOf('tap:', one))
      }),
    )
  })

  it('never changes, because stored documents would be lost', () => {
    const numbers = ['ada', 'grace', 'Ada', '€', '🔑', '1', '2'].map((id) =>
      bucketNumber({ tenantId: 'acme', kind: 'user', id }),
    )
    expect(numbers).toEqual([135, 160, 228, 236, 212, 107, 245])
    expect(bucketAt('tap:', 5)).toEqual({
      number: 5,
      documents: 'tap:{05}:',
      index: 'tap:{05}/index',
      retention: 'tap:{05}/retention',
    })
  })

  it('is as likely as every other bucket', () => {
    const counts = new Array<number>(bucketCount).fill(0)
    for (let user = 0; user < bucketCount * 100; user += 1) {
      const number = bucketNumber({ tenantId: 'acme', kind: 'user', id: `user-${user}` })
      counts[number] = (counts[number] ?? 0) + 1
    }
    // 100 each, within five standard deviations.
    expect(Math.min(...counts)).toBeGreaterThan(50)
    expect(Math.max(...counts)).toBeLessThan(150)
  })
})
