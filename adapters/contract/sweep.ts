import type { StoreKey } from '../../src/ports/store.js'
import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import { contractKey, createDocument, farFutureMs, nowMs, readDocument, sampleDocument, sweepAll } from './samples.js'

const rounds = 25

export const sweepCases: readonly StoreContractCase[] = [
  {
    name: 'sweeps a document from the millisecond of its retainUntilMs on',
    async run({ open }) {
      const store = await open()
      await sweepAll(store)
      const [past, now, later] = [
        contractKey('boundary', 'past'),
        contractKey('boundary', 'now'),
        contractKey('boundary', 'later'),
      ]
      await createDocument(store, past, sampleDocument('past', nowMs - 1))
      await createDocument(store, now, sampleDocument('now', nowMs))
      await createDocument(store, later, sampleDocument('later', nowMs + 1))
      assertSame(await store.sweep({ nowMs, limit: 10 }), 2, 'the number of removed documents')
      const left = await store.read([past, now, later])
      assertSame(left, [undefined, undefined, sampleDocument('later', nowMs + 1)], 'the remaining documents')
    },
  },
  {
    name: 'never sweeps a document whose retainUntilMs is null',
    async run({ open }) {
      const store = await open()
      await sweepAll(store)
      await createDocument(store, contractKey('forever', 'a'), sampleDocument('first', null))
      assertSame(await store.sweep({ nowMs, limit: 10 }), 0, 'the number of removed documents')
      assertSame(
        await readDocument(store, contractKey('forever', 'a')),
        sampleDocument('first', null),
        'a document with retainUntilMs null',
      )
    },
  },
  {
    name: 'sweeps as many documents as the limit allows, and fewer only at the end',
    async run({ open }) {
      const store = await open()
      await sweepAll(store)
      await createMixed(store, 'limit')
      const counts: number[] = []
      for (const limit of [4, 4, 4]) counts.push(await store.sweep({ nowMs, limit }))
      assertSame(counts, [4, 4, 2], 'the numbers of documents that three sweeps of at most 4 removed')
      assertSame(await store.sweep({ nowMs, limit: 1 }), 0, 'the number of documents that a fourth sweep removed')
    },
  },
  {
    name: 'sweeps every kind and tenant, and keeps documents that are not past',
    async run({ open }) {
      const store = await open()
      await sweepAll(store)
      const { past, kept } = await createMixed(store, 'every')
      await sweepAll(store)
      assertSame(
        await store.read(past),
        past.map(() => undefined),
        'the past documents',
      )
      assertSame(
        await store.read(kept),
        kept.map(() => sampleDocument('kept', farFutureMs)),
        'the other documents',
      )
    },
  },
  {
    name: 'sweeps by the retainUntilMs of the last write',
    async run({ open }) {
      const store = await open()
      await sweepAll(store)
      const [longer, shorter] = [contractKey('renewed', 'longer'), contractKey('renewed', 'shorter')]
      await createDocument(store, longer, sampleDocument('first', nowMs))
      await createDocument(store, shorter, sampleDocument('first', farFutureMs))
      await store.compareAndSet(longer, 'first', sampleDocument('second', farFutureMs))
      await store.compareAndSet(shorter, 'first', sampleDocument('second', nowMs))
      assertSame(await store.sweep({ nowMs, limit: 10 }), 1, 'the number of removed documents')
      assertSame(
        await store.read([longer, shorter]),
        [sampleDocument('second', farFutureMs), undefined],
        'the remaining documents',
      )
    },
  },
  {
    name: 'never sweeps a document that is renewed at the same time',
    async run({ open }) {
      const [store, sweeper] = [await open(), await open()]
      await sweepAll(store)
      for (let round = 0; round < rounds; round += 1) {
        const key = contractKey('meanwhile', `round-${round}`)
        await createDocument(store, key, sampleDocument('first', nowMs))
        const renew = () => store.compareAndSet(key, 'first', sampleDocument('second', farFutureMs))
        const sweep = () => sweeper.sweep({ nowMs, limit: 10 })
        const [isRenewed, removed] =
          round % 2 === 0 ? await Promise.all([renew(), sweep()]) : (await Promise.all([sweep(), renew()])).reverse()
        assertSame(
          [isRenewed, removed],
          isRenewed === true ? [true, 0] : [false, 1],
          'whether the document was renewed, and the number of removed documents',
        )
        assertSame(
          await readDocument(store, key),
          isRenewed === true ? sampleDocument('second', farFutureMs) : undefined,
          'the remaining documents',
        )
      }
    },
  },
  {
    name: 'counts each document once when two clients sweep at the same time',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      await sweepAll(store)
      await createMixed(store, 'twice')
      const counts = await Promise.all([store, other].map((client) => client.sweep({ nowMs, limit: 10 })))
      assertSame(
        counts.reduce((sum, count) => sum + count, 0),
        10,
        'the number of documents that two concurrent sweeps removed together',
      )
    },
  },
]

/** Ten past documents and ten others, mixed over two tenants and two kinds, and not in the order of their dates. */
async function createMixed(
  store: Parameters<typeof createDocument>[0],
  name: string,
): Promise<{ readonly past: readonly StoreKey[]; readonly kept: readonly StoreKey[] }> {
  const past: StoreKey[] = []
  const kept: StoreKey[] = []
  for (let index = 0; index < 10; index += 1) {
    const [tenantId, kind] = [`${name}-${index % 2}`, index % 3 === 0 ? 'sweepa' : 'sweepb']
    // 7 and 10 have no common divisor, so every offset from 0 to 9 occurs once.
    const retainUntilMs = nowMs - ((index * 7) % 10)
    kept.push(contractKey(tenantId, `kept-${index}`, kind))
    past.push(contractKey(tenantId, `past-${index}`, kind))
    await createDocument(store, contractKey(tenantId, `kept-${index}`, kind), sampleDocument('kept', farFutureMs))
    await createDocument(store, contractKey(tenantId, `past-${index}`, kind), sampleDocument('past', retainUntilMs))
  }
  return { past, kept }
}
