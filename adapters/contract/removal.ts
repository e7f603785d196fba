import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, keyOf, neighbours, readOne, sample } from './samples.js'

/** Removing, and what must not be mistaken afterwards. */
export const removalCases: readonly StoreContractCase[] = [
  {
    name: 'removes only the revision that is stored',
    async run({ open }) {
      const store = await open()
      const key = keyOf('remove', 'a')
      same(await store.compareAndSet(key, 'first', null), false, 'removing where nothing is stored')
      await create(store, key, sample('first'))
      same(await store.compareAndSet(key, 'other', null), false, 'removing another revision')
      same(await readOne(store, key), sample('first'), 'the document after a refused removal')
      same(await store.compareAndSet(key, 'first', null), true, 'removing the stored revision')
      same(await readOne(store, key), undefined, 'the removed document')
      same(await store.compareAndSet(key, 'first', null), false, 'removing a second time')
    },
  },
  {
    name: 'removes one document and no other',
    async run({ open }) {
      const store = await open()
      const keys = neighbours('removed-alone')
      for (const key of keys) await create(store, key, sample('first'))
      same(await store.compareAndSet(keys[0], 'first', null), true, 'removing one of four')
      const [, ...others] = keys.map(() => sample('first'))
      same(await store.read(keys), [undefined, ...others], 'what is left of four')
    },
  },
  {
    name: 'does not mistake a document created anew for the one that was removed',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const key = keyOf('anew', 'a')
      await create(store, key, sample('first'))
      same(await other.compareAndSet(key, 'first', null), true, 'removing through another client')
      await create(other, key, { ...sample('first'), revision: 'second' })
      same(await store.compareAndSet(key, 'first', sample('third')), false, 'replacing from the removed revision')
      same(await store.compareAndSet(key, 'first', null), false, 'removing the removed revision')
      same(await readOne(store, key), { ...sample('first'), revision: 'second' }, 'the document created anew')
    },
  },
]
