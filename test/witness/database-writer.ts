import type { Store, StoredDocument, StoreKey } from '../../src/ports/store.js'

/** An attacker who can write to the database and does not have the key. */
export interface DatabaseWriter {
  copy(key: StoreKey): Promise<StoredDocument>
  /** Puts an older row back. */
  putBack(key: StoreKey, row: StoredDocument): Promise<void>
  takeAway(key: StoreKey): Promise<void>
}

export function databaseWriter(store: Store): DatabaseWriter {
  async function rowAt(key: StoreKey): Promise<StoredDocument | undefined> {
    const [row] = await store.read([key])
    return row
  }

  async function replace(key: StoreKey, next: StoredDocument | null): Promise<void> {
    const row = await rowAt(key)
    if (!(await store.compareAndSet(key, row?.revision ?? null, next))) throw new Error('Another write came first')
  }

  return {
    async copy(key) {
      const row = await rowAt(key)
      if (!row) throw new Error(`Nothing is stored under ${key.kind} ${key.id}`)
      return row
    },
    putBack: (key, row) => replace(key, row),
    takeAway: (key) => replace(key, null),
  }
}

export const adasKey: StoreKey = { tenantId: 'default', kind: 'user', id: 'ada' }
export const thePolicy: StoreKey = { tenantId: 'default', kind: 'policy', id: 'policy' }
