import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import { contractKey, createDocument, readDocument, sampleDocument, similarKeys } from './samples.js'

export const removalCases: readonly StoreContractCase[] = [
  {
    name: 'removes a document only if its revision is the expected one',
    async run({ open }) {
      const store = await open()
      const key = contractKey('remove', 'a')
      assertSame(await store.compareAndSet(key, 'first', null), false, 'removing from an unused key')
      await createDocument(store, key, sampleDocument('first'))
      assertSame(await store.compareAndSet(key, 'other', null), false, 'removing with another expected revision')
      assertSame(await readDocument(store, key), sampleDocument('first'), 'the document after a refused removal')
      assertSame(await store.compareAndSet(key, 'first', null), true, 'removing the stored revision')
      assertSame(await readDocument(store, key), undefined, 'the removed document')
      assertSame(await store.compareAndSet(key, 'first', null), false, 'removing it a second time')
    },
  },
  {
    name: 'removes one document and no other',
    async run({ open }) {
      const store = await open()
      const keys = similarKeys('removed-alone')
      for (const key of keys) await createDocument(store, key, sampleDocument('first'))
      assertSame(await store.compareAndSet(keys[0], 'first', null), true, 'removing one of four documents')
      const [, ...others] = keys.map(() => sampleDocument('first'))
      assertSame(await store.read(keys), [undefined, ...others], 'the other three documents')
    },
  },
  {
    name: 'refuses the revision of a removed document after its key is used again',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const key = contractKey('anew', 'a')
      await createDocument(store, key, sampleDocument('first'))
      assertSame(await other.compareAndSet(key, 'first', null), true, 'removing through another client')
      await createDocument(other, key, { ...sampleDocument('first'), revision: 'second' })
      assertSame(
        await store.compareAndSet(key, 'first', sampleDocument('third')),
        false,
        'replacing with the removed revision',
      )
      assertSame(await store.compareAndSet(key, 'first', null), false, 'removing with the removed revision')
      assertSame(
        await readDocument(store, key),
        { ...sampleDocument('first'), revision: 'second' },
        'the document that was created again',
      )
    },
  },
]
