import { memoryStore } from '../../adapters/memory/index.js'
import type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/** What is wrong, as a change of the right store; and the case of the contract that must notice. */
export interface BadStore {
  readonly fault: string
  readonly caughtBy: string
  /** Begins one storage and answers how to open clients of it. */
  create(): () => Store
}

/** Stores as people write them. */
export const badStores: readonly BadStore[] = [
  bad('reads, then writes', 'lets exactly one of 50 concurrent creations succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const held = await readOne(good, key)
      await later()
      return (held?.revision ?? null) === expected && overwrite(good, key, next)
    },
  })),
  bad('replaces without comparing atomically', 'lets exactly one of 50 concurrent replacements succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (expected === null || next === null) return good.compareAndSet(key, expected, next)
      const held = await readOne(good, key)
      await later()
      return held?.revision === expected && overwrite(good, key, next)
    },
  })),
  bad('answers every removal with yes', 'lets exactly one of 50 concurrent removals succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const isWritten = await good.compareAndSet(key, expected, next)
      return isWritten || next === null
    },
  })),
  bad('removes by a way of its own', 'lets exactly one of 50 concurrent replacements and removals succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next !== null) return good.compareAndSet(key, expected, next)
      const held = await readOne(good, key)
      await later()
      return held?.revision === expected && overwrite(good, key, null)
    },
  })),
  bad('keeps the file as a whole', 'loses none of 50 concurrent writes to different documents', (good) => {
    let file: readonly StoreEntry[] = []
    return {
      ...good,
      async read(keys) {
        return keys.map((key) => file.find((entry) => nameOf(entry.key) === nameOf(key))?.document)
      },
      async compareAndSet(key, _expected, next) {
        const before = file
        await later()
        file = next === null ? before : [...before, { key, document: next }]
        return true
      },
    }
  }),
  bad('creates over what is stored', 'creates a document only if none is stored under its key', (good) => ({
    ...good,
    compareAndSet: async (key, expected, next) =>
      expected === null ? overwrite(good, key, next) : good.compareAndSet(key, expected, next),
  })),
  bad('lets the last write win', 'replaces a document only if its revision is the expected one', (good) => ({
    ...good,
    compareAndSet: async (key, expected, next) =>
      expected === null || next === null ? good.compareAndSet(key, expected, next) : overwrite(good, key, next),
  })),
  bad('writes and then says no', 'changes nothing when it refuses a write', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const held = await readOne(good, key)
      if ((held?.revision ?? null) === expected) return good.compareAndSet(key, expected, next)
      if (held !== undefined && next !== null) {
        await overwrite(good, key, { ...held, retainUntilMs: next.retainUntilMs })
      }
      return false
    },
  })),
  bad('keeps the date of the first write', 'replaces every field of a document', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const held = await readOne(good, key)
      const date = held === undefined ? next?.retainUntilMs : held.retainUntilMs
      return good.compareAndSet(key, expected, next === null ? null : { ...next, retainUntilMs: date ?? null })
    },
  })),
  bad('writes where there is nothing to replace', 'does not replace a document that was removed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const held = await readOne(good, key)
      return good.compareAndSet(key, held === undefined && next !== null ? null : expected, next)
    },
  })),
  bad('compares revisions in any case', 'distinguishes revisions that differ in case, spaces or wildcards', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const revision = (await readOne(good, key))?.revision
      const isNear = expected !== null && revision?.toLowerCase() === expected.toLowerCase()
      return good.compareAndSet(key, isNear ? (revision ?? null) : expected, next)
    },
  })),
  bad('removes whatever is stored', 'removes a document only if its revision is the expected one', (good) => ({
    ...good,
    compareAndSet: async (key, expected, next) =>
      next === null ? overwrite(good, key, null) : good.compareAndSet(key, expected, next),
  })),
  bad('replaces the id in every tenant', 'replaces one document and no other', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next !== null && expected !== null) await overwrite(good, { ...key, tenantId: `${key.tenantId}-too` }, next)
      return good.compareAndSet(key, expected, next)
    },
  })),
  bad('removes the id from every kind', 'removes one document and no other', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next === null) await overwrite(good, { ...key, kind: 'other' }, null)
      return good.compareAndSet(key, expected, next)
    },
  })),
  bad('compares bodies', 'refuses the revision of a removed document after its key is used again', (good) => {
    const bodies = new Map<string, string>()
    return {
      ...good,
      async compareAndSet(key, expected, next) {
        const held = await readOne(good, key)
        if (next !== null) bodies.set(next.revision, next.body)
        const isAlike = held !== undefined && expected !== null && bodies.get(expected) === held.body
        return good.compareAndSet(key, isAlike ? held.revision : expected, next)
      },
    }
  }),
  bad('answers each key once', 'returns documents in the order of the keys, with gaps and repeats', (good) => ({
    ...good,
    read: (keys) => good.read([...new Map(keys.map((key) => [nameOf(key), key])).values()]),
  })),
  bad('answers no keys with an error', 'returns an empty list for an empty list of keys', (good) => ({
    ...good,
    async read(keys) {
      if (keys.length === 0) throw new Error('syntax error near ")"')
      return good.read(keys)
    },
  })),
  bad('answers a first page of keys only', 'reads 300 keys in one call', (good) => ({
    ...good,
    read: (keys) => good.read(keys.slice(0, 100)),
  })),
  {
    fault: 'reads through a cache of its own',
    caughtBy: 'reads immediately what another client has written',
    create() {
      const good = memoryStore()
      return () => {
        const cache = new Map<string, StoredDocument | undefined>()
        return {
          ...good,
          async read(keys) {
            for (const key of keys) if (!cache.has(nameOf(key))) cache.set(nameOf(key), await readOne(good, key))
            return keys.map((key) => cache.get(nameOf(key)))
          },
        }
      }
    },
  },
  bad('keeps the object it was given', 'keeps its own copy of a document and its key', (good) => {
    const given = new Map<string, StoredDocument | null>()
    return {
      ...good,
      async read(keys) {
        const stored = await good.read(keys)
        return keys.map((key, index) => given.get(nameOf(key)) ?? stored[index])
      },
      async compareAndSet(key, expected, next) {
        const isWritten = await good.compareAndSet(key, expected, next)
        if (isWritten) given.set(nameOf(key), next)
        return isWritten
      },
    }
  }),
  bad('keeps bodies as JSON', 'returns text byte for byte', (good) =>
    changing(good, (document) => ({ ...document, body: asJsonColumn(document.body) })),
  ),
]

/** A store that is right but for what `change` makes of it; its clients share one object. */
export function bad(fault: string, caughtBy: string, change: (good: Store) => Store): BadStore {
  return {
    fault,
    caughtBy,
    create() {
      const store = change(memoryStore())
      return () => store
    },
  }
}

/** A store that changes documents before it keeps them. */
export function changing(good: Store, change: (document: StoredDocument) => StoredDocument): Store {
  return {
    ...good,
    compareAndSet: (key, expected, next) => good.compareAndSet(key, expected, next === null ? null : change(next)),
  }
}

export async function readOne(store: Store, key: StoreKey): Promise<StoredDocument | undefined> {
  const [document] = await store.read([key])
  return document
}

/** Writes whatever is stored. Atomic, because nothing else runs between the two calls of a memory store. */
export async function overwrite(good: Store, key: StoreKey, next: StoredDocument | null): Promise<boolean> {
  for (;;) {
    const held = await readOne(good, key)
    if (await good.compareAndSet(key, held?.revision ?? null, next)) return true
  }
}

/** Everything of one kind. */
export async function everything(
  good: Store,
  page: Omit<ScanPage, 'limit' | 'cursor'>,
): Promise<ScannedPage['entries']> {
  const { entries } = await good.scan({ ...page, limit: 1_000_000 })
  return entries
}

function nameOf({ kind, tenantId, id }: StoreKey): string {
  return JSON.stringify([kind, tenantId, id])
}

/** Lets everything else that is waiting go first, as a round trip to a server does. */
export async function later(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

function asJsonColumn(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body
  }
}
