import type { StoreKey } from '../../src/ports/store.js'
import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, drain, FAR_MS, keyOf, NOW_MS, readOne, sample } from './samples.js'

const ROUNDS = 25

/** What is past goes, and nothing else does. */
export const sweepCases: readonly StoreContractCase[] = [
  {
    name: 'sweeps a document from its very millisecond on',
    async run({ open }) {
      const store = await open()
      await drain(store)
      const [past, now, later] = [keyOf('boundary', 'past'), keyOf('boundary', 'now'), keyOf('boundary', 'later')]
      await create(store, past, sample('past', NOW_MS - 1))
      await create(store, now, sample('now', NOW_MS))
      await create(store, later, sample('later', NOW_MS + 1))
      same(await store.sweep({ nowMs: NOW_MS, limit: 10 }), 2, 'how many were removed')
      const left = await store.read([past, now, later])
      same(left, [undefined, undefined, sample('later', NOW_MS + 1)], 'what is left')
    },
  },
  {
    name: 'never sweeps a document without a date',
    async run({ open }) {
      const store = await open()
      await drain(store)
      await create(store, keyOf('forever', 'a'), sample('first', null))
      same(await store.sweep({ nowMs: NOW_MS, limit: 10 }), 0, 'how many were removed')
      same(await readOne(store, keyOf('forever', 'a')), sample('first', null), 'a document without a date')
    },
  },
  {
    name: 'sweeps at most the limit, and fewer only when no more are left',
    async run({ open }) {
      const store = await open()
      await drain(store)
      await createMixed(store, 'limit')
      const removed = [4, 4, 4].map((limit) => () => store.sweep({ nowMs: NOW_MS, limit }))
      const counts: number[] = []
      for (const sweep of removed) counts.push(await sweep())
      same(counts, [4, 4, 2], 'how many three sweeps of at most 4 removed of 10')
      same(await store.sweep({ nowMs: NOW_MS, limit: 1 }), 0, 'how many a fourth removed')
    },
  },
  {
    name: 'sweeps every kind and tenant, and leaves what is not past',
    async run({ open }) {
      const store = await open()
      await drain(store)
      const { past, kept } = await createMixed(store, 'every')
      await drain(store)
      same(
        await store.read(past),
        past.map(() => undefined),
        'documents that were past',
      )
      same(
        await store.read(kept),
        kept.map(() => sample('kept', FAR_MS)),
        'documents that were not',
      )
    },
  },
  {
    name: 'goes by the date of the last write',
    async run({ open }) {
      const store = await open()
      await drain(store)
      const [longer, shorter] = [keyOf('renewed', 'longer'), keyOf('renewed', 'shorter')]
      await create(store, longer, sample('first', NOW_MS))
      await create(store, shorter, sample('first', FAR_MS))
      await store.compareAndSet(longer, 'first', sample('second', FAR_MS))
      await store.compareAndSet(shorter, 'first', sample('second', NOW_MS))
      same(await store.sweep({ nowMs: NOW_MS, limit: 10 }), 1, 'how many were removed')
      same(await store.read([longer, shorter]), [sample('second', FAR_MS), undefined], 'what is left')
    },
  },
  {
    name: 'never sweeps a document that is renewed meanwhile',
    async run({ open }) {
      const [store, sweeper] = [await open(), await open()]
      await drain(store)
      for (let round = 0; round < ROUNDS; round += 1) {
        const key = keyOf('meanwhile', `round-${round}`)
        await create(store, key, sample('first', NOW_MS))
        const renew = () => store.compareAndSet(key, 'first', sample('second', FAR_MS))
        const sweep = () => sweeper.sweep({ nowMs: NOW_MS, limit: 10 })
        const [isRenewed, removed] =
          round % 2 === 0 ? await Promise.all([renew(), sweep()]) : (await Promise.all([sweep(), renew()])).reverse()
        same([isRenewed, removed], isRenewed === true ? [true, 0] : [false, 1], 'renewed or removed, never both')
        same(await readOne(store, key), isRenewed === true ? sample('second', FAR_MS) : undefined, 'what is left')
      }
    },
  },
  {
    name: 'counts each document once when two clients sweep at once',
    async run({ open }) {
      const clients = [await open(), await open()]
      for (const store of clients.slice(0, 1)) {
        await drain(store)
        await createMixed(store, 'twice')
      }
      const counts = await Promise.all(clients.map((store) => store.sweep({ nowMs: NOW_MS, limit: 10 })))
      same(
        counts.reduce((sum, count) => sum + count, 0),
        10,
        'how many two sweeps of one storage removed together',
      )
    },
  },
]

/** Ten documents that are past and ten that are not, in no order that would help, over two tenants and two kinds. */
async function createMixed(
  store: Parameters<typeof create>[0],
  name: string,
): Promise<{ readonly past: readonly StoreKey[]; readonly kept: readonly StoreKey[] }> {
  const past: StoreKey[] = []
  const kept: StoreKey[] = []
  for (let index = 0; index < 10; index += 1) {
    const [tenantId, kind] = [`${name}-${index % 2}`, index % 3 === 0 ? 'sweepa' : 'sweepb']
    // 7 and 10 have no common divisor, so every offset occurs once, out of order.
    const retainUntilMs = NOW_MS - ((index * 7) % 10)
    kept.push(keyOf(tenantId, `kept-${index}`, kind))
    past.push(keyOf(tenantId, `past-${index}`, kind))
    await create(store, keyOf(tenantId, `kept-${index}`, kind), sample('kept', FAR_MS))
    await create(store, keyOf(tenantId, `past-${index}`, kind), sample('past', retainUntilMs))
  }
  return { past, kept }
}
