import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, FAR_MS, keyOf, NOW_MS, neighbours, readOne, sample } from './samples.js'

/** Create, replace, refuse. */
export const compareAndSetCases: readonly StoreContractCase[] = [
  {
    name: 'creates only where nothing is stored',
    async run({ open }) {
      const store = await open()
      const key = keyOf('create', 'a')
      same(await store.compareAndSet(key, null, sample('first')), true, 'creating where nothing is stored')
      same(await store.compareAndSet(key, null, sample('second')), false, 'creating where a document is stored')
      same(await readOne(store, key), sample('first'), 'the document after a refused creation')
    },
  },
  {
    name: 'replaces only the revision that is stored',
    async run({ open }) {
      const store = await open()
      const key = keyOf('replace', 'a')
      await create(store, key, sample('first'))
      same(await store.compareAndSet(key, 'other', sample('second')), false, 'replacing from another revision')
      same(await store.compareAndSet(key, 'first', sample('second')), true, 'replacing the stored revision')
      same(await store.compareAndSet(key, 'first', sample('third')), false, 'replacing a revision of the past')
      same(await readOne(store, key), sample('second'), 'the document after one replacement')
    },
  },
  {
    name: 'replaces one document and no other',
    async run({ open }) {
      const store = await open()
      const keys = neighbours('replaced-alone')
      for (const key of keys) await create(store, key, sample('first'))
      same(await store.compareAndSet(keys[0], 'first', sample('second')), true, 'replacing one of four')
      const [, ...others] = keys.map(() => sample('first'))
      same(await store.read(keys), [sample('second'), ...others], 'four documents, of which one was replaced')
    },
  },
  {
    name: 'changes nothing when it refuses to write',
    async run({ open }) {
      const store = await open()
      const key = keyOf('refuse', 'a')
      await create(store, key, sample('first', FAR_MS))
      await store.compareAndSet(key, 'other', { ...sample('other'), retainUntilMs: FAR_MS + 1 })
      await store.compareAndSet(key, null, sample('other'))
      await store.compareAndSet(key, 'other', null)
      same(await readOne(store, key), sample('first', FAR_MS), 'the document after three refused writes')
      await store.compareAndSet(keyOf('refuse', 'b'), 'other', sample('other'))
      same(await readOne(store, keyOf('refuse', 'b')), undefined, 'a document that was only ever refused')
    },
  },
  {
    name: 'replaces every part of a document',
    async run({ open }) {
      const store = await open()
      const key = keyOf('parts', 'a')
      await create(store, key, sample('first', NOW_MS))
      await store.compareAndSet(key, 'first', sample('second', null))
      same(await readOne(store, key), sample('second', null), 'the document without its date')
      await store.compareAndSet(key, 'second', sample('third', 8_640_000_000_000_000))
      same(
        await readOne(store, key),
        sample('third', 8_640_000_000_000_000),
        'the document with the last date there is',
      )
      await store.compareAndSet(key, 'third', sample('fourth', 0))
      same(await readOne(store, key), sample('fourth', 0), 'the document with the date 0')
    },
  },
  {
    name: 'does not bring back a document that has been removed',
    async run({ open }) {
      const store = await open()
      const key = keyOf('removed', 'a')
      await create(store, key, sample('first'))
      same(await store.compareAndSet(key, 'first', null), true, 'removing the stored revision')
      same(await store.compareAndSet(key, 'first', sample('second')), false, 'replacing a removed document')
      same(await readOne(store, key), undefined, 'the removed document')
    },
  },
  {
    name: 'tells near-equal revisions apart',
    async run({ open }) {
      const store = await open()
      const key = keyOf('revisions', 'a')
      await create(store, key, sample('Ab1'))
      for (const near of ['ab1', 'AB1', 'Ab', 'Ab1 ', ' Ab1', 'Ab%', 'Ab_', '']) {
        same(await store.compareAndSet(key, near, sample('next')), false, `replacing "Ab1" from "${near}"`)
      }
    },
  },
]
