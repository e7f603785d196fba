import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import {
  contractKey,
  createDocument,
  farFutureMs,
  nowMs,
  readDocument,
  sampleDocument,
  similarKeys,
} from './samples.js'

export const compareAndSetCases: readonly StoreContractCase[] = [
  {
    name: 'creates a document only if none is stored under its key',
    async run({ open }) {
      const store = await open()
      const key = contractKey('create', 'a')
      assertSame(
        await store.compareAndSet(key, null, sampleDocument('first')),
        true,
        'creating a document under an unused key',
      )
      assertSame(
        await store.compareAndSet(key, null, sampleDocument('second')),
        false,
        'creating a document under a used key',
      )
      assertSame(await readDocument(store, key), sampleDocument('first'), 'the document after a refused creation')
    },
  },
  {
    name: 'replaces a document only if its revision is the expected one',
    async run({ open }) {
      const store = await open()
      const key = contractKey('replace', 'a')
      await createDocument(store, key, sampleDocument('first'))
      assertSame(
        await store.compareAndSet(key, 'other', sampleDocument('second')),
        false,
        'replacing with another expected revision',
      )
      assertSame(
        await store.compareAndSet(key, 'first', sampleDocument('second')),
        true,
        'replacing the stored revision',
      )
      assertSame(
        await store.compareAndSet(key, 'first', sampleDocument('third')),
        false,
        'replacing with the previous revision',
      )
      assertSame(await readDocument(store, key), sampleDocument('second'), 'the document after one replacement')
    },
  },
  {
    name: 'replaces one document and no other',
    async run({ open }) {
      const store = await open()
      const keys = similarKeys('replaced-alone')
      for (const key of keys) await createDocument(store, key, sampleDocument('first'))
      assertSame(
        await store.compareAndSet(keys[0], 'first', sampleDocument('second')),
        true,
        'replacing one of four documents',
      )
      const [, ...others] = keys.map(() => sampleDocument('first'))
      assertSame(await store.read(keys), [sampleDocument('second'), ...others], 'four documents, one of them replaced')
    },
  },
  {
    name: 'changes nothing when it refuses a write',
    async run({ open }) {
      const store = await open()
      const key = contractKey('refuse', 'a')
      await createDocument(store, key, sampleDocument('first', farFutureMs))
      await store.compareAndSet(key, 'other', { ...sampleDocument('other'), retainUntilMs: farFutureMs + 1 })
      await store.compareAndSet(key, null, sampleDocument('other'))
      await store.compareAndSet(key, 'other', null)
      assertSame(
        await readDocument(store, key),
        sampleDocument('first', farFutureMs),
        'the document after three refused writes',
      )
      await store.compareAndSet(contractKey('refuse', 'b'), 'other', sampleDocument('other'))
      assertSame(
        await readDocument(store, contractKey('refuse', 'b')),
        undefined,
        'a document whose only write was refused',
      )
    },
  },
  {
    name: 'replaces every field of a document',
    async run({ open }) {
      const store = await open()
      const key = contractKey('parts', 'a')
      await createDocument(store, key, sampleDocument('first', nowMs))
      await store.compareAndSet(key, 'first', sampleDocument('second', null))
      assertSame(await readDocument(store, key), sampleDocument('second', null), 'the document with retainUntilMs null')
      await store.compareAndSet(key, 'second', sampleDocument('third', 8_640_000_000_000_000))
      assertSame(
        await readDocument(store, key),
        sampleDocument('third', 8_640_000_000_000_000),
        'the document with the greatest retainUntilMs of a Date',
      )
      await store.compareAndSet(key, 'third', sampleDocument('fourth', 0))
      assertSame(await readDocument(store, key), sampleDocument('fourth', 0), 'the document with retainUntilMs 0')
    },
  },
  {
    name: 'does not replace a document that was removed',
    async run({ open }) {
      const store = await open()
      const key = contractKey('removed', 'a')
      await createDocument(store, key, sampleDocument('first'))
      assertSame(await store.compareAndSet(key, 'first', null), true, 'removing the stored revision')
      assertSame(
        await store.compareAndSet(key, 'first', sampleDocument('second')),
        false,
        'replacing a removed document',
      )
      assertSame(await readDocument(store, key), undefined, 'the removed document')
    },
  },
  {
    name: 'distinguishes revisions that differ in case, spaces or wildcards',
    async run({ open }) {
      const store = await open()
      const key = contractKey('revisions', 'a')
      await createDocument(store, key, sampleDocument('Ab1'))
      for (const near of ['ab1', 'AB1', 'Ab', 'Ab1 ', ' Ab1', 'Ab%', 'Ab_', '']) {
        assertSame(
          await store.compareAndSet(key, near, sampleDocument('next')),
          false,
          `replacing revision "Ab1" with the expected revision "${near}"`,
        )
      }
    },
  },
]
