import { memoryStore } from '../../adapters/memory/index.js'
import type { Store, StoreEntry, StoreKey } from '../../src/ports/store.js'

const kinds = ['policy', 'user', 'issueCount', 'request', 'requester', 'decoy']

/** A store whose whole content can be set back, as a restored backup or a failover does. */
export interface Database {
  readonly store: Store
  backUp(): Promise<() => Promise<void>>
}

/** Default: the store never loses what it has shown. */
export function createDatabase({ keepsWhatItShows = true }: { readonly keepsWhatItShows?: boolean } = {}): Database {
  const store: Store = { ...memoryStore(), keepsWhatItShows }

  async function everything(): Promise<readonly StoreEntry[]> {
    const pages = await Promise.all(kinds.map((kind) => store.scan({ kind, limit: 1_000 })))
    return pages.flatMap(({ entries }) => entries)
  }

  async function replace(key: StoreKey, next: StoreEntry['document'] | null): Promise<void> {
    const [row] = await store.read([key])
    await store.compareAndSet(key, row?.revision ?? null, next)
  }

  return {
    store,
    async backUp() {
      const backup = await everything()
      return async () => {
        for (const { key } of await everything()) await replace(key, null)
        for (const { key, document } of backup) await replace(key, document)
      }
    },
  }
}
