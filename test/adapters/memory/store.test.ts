import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../adapters/memory/index.js'

const key = { tenantId: 't', kind: 'user', id: 'ada' }
const document = { revision: 'r1', body: '{}', seal: 's', retainUntilMs: null }

describe('memoryStore', () => {
  it('shares no documents with another memory store', async () => {
    await memoryStore().compareAndSet(key, null, document)
    expect(await memoryStore().read([key])).toEqual([undefined])
  })

  it('returns frozen values', async () => {
    const store = memoryStore()
    await store.compareAndSet(key, null, document)
    const [read] = await store.read([key])
    const [entry] = (await store.scan({ kind: 'user', limit: 1 })).entries
    for (const value of [store, read, entry, entry?.key, entry?.document]) expect(Object.isFrozen(value)).toBe(true)
  })

  it('returns true for a removal with no expected revision only if nothing is stored', async () => {
    const store = memoryStore()
    expect(await store.compareAndSet(key, null, null)).toBe(true)
    await store.compareAndSet(key, null, document)
    expect(await store.compareAndSet(key, null, null)).toBe(false)
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the limit %d', async (limit) => {
    const store = memoryStore()
    await expect(store.sweep({ nowMs: 0, limit })).rejects.toThrow(
      new RangeError(`"limit" must be an integer of 1 or more, but is ${limit}`),
    )
    await expect(store.scan({ kind: 'user', limit })).rejects.toThrow(RangeError)
  })

  it.each(['', '-1', '0', '1.5', 'x'])('refuses the cursor "%s", which it did not return', async (cursor) => {
    await expect(memoryStore().scan({ kind: 'user', limit: 1, cursor })).rejects.toThrow(RangeError)
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the retainUntilMs %d, and writes nothing',
    async (retainUntilMs) => {
      const store = memoryStore()
      await expect(store.compareAndSet(key, null, { ...document, retainUntilMs })).rejects.toThrow(RangeError)
      expect(await store.read([key])).toEqual([undefined])
    },
  )
})
