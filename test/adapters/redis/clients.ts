import type { RedisClient, RedisStoreOptions } from '../../../adapters/redis/index.js'
import { redisStore } from '../../../adapters/redis/index.js'
import type { Store, StoredDocument, StoreKey } from '../../../src/ports/store.js'

export const farFutureMs = 4_102_444_800_000

export const keyOf = (id: string, kind = 'user'): StoreKey => ({ tenantId: 'acme', kind, id })

export function documentOf(revision: string, retainUntilMs: number | null = null): StoredDocument {
  return { revision, body: `{"wrote":"${revision} \\u0000 € 🔑"}`, seal: 'c2VhbA', retainUntilMs }
}

/** Opens a store that prints no warnings. */
export function storeOver(client: RedisClient, options: Omit<RedisStoreOptions, 'client'> = {}): Store {
  return redisStore({ client, onWarning: () => {}, ...options })
}

/**
 * Writes new documents until one fails because this many replicas acknowledged it: '2 of 3', say. On a busy machine fewer
 * replicas may acknowledge in time, and the next write has to show it. No write may succeed.
 */
export async function untilRefused(store: Store, acknowledged: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const failed = await store.compareAndSet(keyOf(`attempt-${attempt}`), null, documentOf('a')).then(
      () => new RangeError('The write succeeded, with fewer replicas than it must wait for'),
      (error: Error) => error,
    )
    if (failed.message.startsWith(`${acknowledged} replicas`)) return
    if (!/^\d+ of \d+ replicas/.test(failed.message)) throw failed
  }
}

/** Calls every method, and returns the results, which must be the same over every client. */
export async function callEveryMethod(store: Store): Promise<unknown> {
  const [ada, grace] = [keyOf('ada'), keyOf('grace')]
  const written = [
    await store.compareAndSet(ada, null, documentOf('one')),
    await store.compareAndSet(ada, 'other', documentOf('two')),
    await store.compareAndSet(ada, 'one', documentOf('two', farFutureMs)),
    await store.compareAndSet(grace, null, documentOf('past', 1_000)),
  ]
  const read = await store.read([grace, keyOf('unknown'), ada])
  const { entries } = await store.scan({ kind: 'user', tenantId: 'acme', limit: 10 })
  const scanned = entries.map(({ key }) => key.id).sort()
  const swept = await store.sweep({ nowMs: 1_000, limit: 10 })
  const removed = await store.compareAndSet(ada, 'two', null)
  const remaining = await store.scan({ kind: 'user', limit: 10 })
  return { written, read, scanned, swept, removed, remaining }
}

/** The results of {@link callEveryMethod}. */
export const expectedResults: unknown = {
  written: [true, false, true, true],
  read: [documentOf('past', 1_000), undefined, documentOf('two', farFutureMs)],
  scanned: ['ada', 'grace'],
  swept: 1,
  removed: true,
  remaining: { entries: [] },
}
