import { describe, expect, it } from 'vitest'
import { decoyKey, policyKey, userKey } from '../../src/core/user-document/store-key.js'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import { seededBytes } from '../support/world.js'

const ring = createKeyRing([{ id: 'a', secret: seededBytes(5)(32) }])
const otherRing = createKeyRing([{ id: 'a', secret: seededBytes(6)(32) }])
const names = Array.from({ length: 25_600 }, (_, index) => `user-${index}`)

describe('the keys of documents', () => {
  it('name one policy for each tenant and one document for each user', () => {
    expect(policyKey('t')).toEqual({ tenantId: 't', kind: 'policy', id: 'policy' })
    expect(userKey('t', 'ada')).toEqual({ tenantId: 't', kind: 'user', id: 'ada' })
  })
})

describe('decoyKey', () => {
  it('spreads names evenly over 256 documents', () => {
    const counts = new Map<string, number>()
    for (const name of names) {
      const { id } = decoyKey(ring, 't', name)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    expect([...counts.keys()].map(Number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 256 }, (_, index) => index),
    )
    // Chi-squared with 255 degrees of freedom: above 367 once in a million. The names and the key are fixed.
    const expected = names.length / 256
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquared).toBeLessThan(367)
  })

  it('gives one name the same document each time', () => {
    for (const name of names.slice(0, 50)) expect(decoyKey(ring, 't', name)).toEqual(decoyKey(ring, 't', name))
  })

  it('is unpredictable without the key, and differs between tenants', () => {
    const some = names.slice(0, 500)
    const shared = (other: (name: string) => string): number =>
      some.filter((name) => decoyKey(ring, 't', name).id === other(name)).length
    // By chance, one in 256.
    expect(shared((name) => decoyKey(otherRing, 't', name).id)).toBeLessThan(15)
    expect(shared((name) => decoyKey(ring, 'u', name).id)).toBeLessThan(15)
  })
})
