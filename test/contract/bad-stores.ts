import { memoryStore } from '../../adapters/memory/index.js'
import type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/** A correct store with one fault. */
export interface BadStore {
  /** The end of a sentence that begins with `a store that`. */
  readonly fault: string
  /** The case of the contract that must fail. */
  readonly caughtBy: string
  /** Creates a storage, and returns a function that opens a client of it. */
  create(): () => Store
}

/** Stores with faults that programmers make. */
export const badStores: readonly BadStore[] = [
  bad('reads first and writes later', 'lets exactly one of 50 concurrent creations succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const stored = await readOne(good, key)
      await later()
      return (stored?.revision ?? null) === expected && overwrite(good, key, next)
    },
  })),
  bad('replaces without comparing atomically', 'lets exactly one of 50 concurrent replacements succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (expected === null || next === null) return good.compareAndSet(key, expected, next)
      const stored = await readOne(good, key)
      await later()
      return stored?.revision === expected && overwrite(good, key, next)
    },
  })),
  bad('returns true for every removal', 'lets exactly one of 50 concurrent removals succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const isWritten = await good.compareAndSet(key, expected, next)
      return isWritten || next === null
    },
  })),
  bad('does not remove atomically', 'lets exactly one of 50 concurrent replacements and removals succeed', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next !== null) return good.compareAndSet(key, expected, next)
      const stored = await readOne(good, key)
      await later()
      return stored?.revision === expected && overwrite(good, key, null)
    },
  })),
  bad('rewrites all documents as one file', 'loses none of 50 concurrent writes to different documents', (good) => {
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
  bad(
    'overwrites a stored document on creation',
    'creates a document only if none is stored under its key',
    (good) => ({
      ...good,
      compareAndSet: async (key, expected, next) =>
        expected === null ? overwrite(good, key, next) : good.compareAndSet(key, expected, next),
    }),
  ),
  bad('lets the last write win', 'replaces a document only if its revision is the expected one', (good) => ({
    ...good,
    compareAndSet: async (key, expected, next) =>
      expected === null || next === null ? good.compareAndSet(key, expected, next) : overwrite(good, key, next),
  })),
  bad('writes a part before it refuses', 'changes nothing when it refuses a write', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const stored = await readOne(good, key)
      if ((stored?.revision ?? null) === expected) return good.compareAndSet(key, expected, next)
      if (stored !== undefined && next !== null) {
        await overwrite(good, key, { ...stored, retainUntilMs: next.retainUntilMs })
      }
      return false
    },
  })),
  bad('never changes the date of the first write', 'replaces every field of a document', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const stored = await readOne(good, key)
      const date = stored === undefined ? next?.retainUntilMs : stored.retainUntilMs
      return good.compareAndSet(key, expected, next === null ? null : { ...next, retainUntilMs: date ?? null })
    },
  })),
  bad(
    'creates a document instead of refusing to replace it',
    'does not replace a document that was removed',
    (good) => ({
      ...good,
      async compareAndSet(key, expected, next) {
        const stored = await readOne(good, key)
        return good.compareAndSet(key, stored === undefined && next !== null ? null : expected, next)
      },
    }),
  ),
  bad('ignores case in revisions', 'distinguishes revisions that differ in case, spaces or wildcards', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      const revision = (await readOne(good, key))?.revision
      const isNear = expected !== null && revision?.toLowerCase() === expected.toLowerCase()
      return good.compareAndSet(key, isNear ? (revision ?? null) : expected, next)
    },
  })),
  bad('removes any revision', 'removes a document only if its revision is the expected one', (good) => ({
    ...good,
    compareAndSet: async (key, expected, next) =>
      next === null ? overwrite(good, key, null) : good.compareAndSet(key, expected, next),
  })),
  bad('replaces the id in another tenant too', 'replaces one document and no other', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next !== null && expected !== null) await overwrite(good, { ...key, tenantId: `${key.tenantId}-too` }, next)
      return good.compareAndSet(key, expected, next)
    },
  })),
  bad('removes the id from another kind too', 'removes one document and no other', (good) => ({
    ...good,
    async compareAndSet(key, expected, next) {
      if (next === null) await overwrite(good, { ...key, kind: 'other' }, null)
      return good.compareAndSet(key, expected, next)
    },
  })),
  bad(
    'compares bodies instead of revisions',
    'refuses the revision of a removed document after its key is used again',
    (good) => {
      const bodies = new Map<string, string>()
      return {
        ...good,
        async compareAndSet(key, expected, next) {
          const stored = await readOne(good, key)
          if (next !== null) bodies.set(next.revision, next.body)
          const isAlike = stored !== undefined && expected !== null && bodies.get(expected) === stored.body
          return good.compareAndSet(key, isAlike ? stored.revision : expected, next)
        },
      }
    },
  ),
  bad(
    'returns one document for repeated keys',
    'returns documents in the order of the keys, with gaps and repeats',
    (good) => ({
      ...good,
      read: (keys) => good.read([...new Map(keys.map((key) => [nameOf(key), key])).values()]),
    }),
  ),
  bad('throws for an empty list of keys', 'returns an empty list for an empty list of keys', (good) => ({
    ...good,
    async read(keys) {
      if (keys.length === 0) throw new Error('syntax error near ")"')
      return good.read(keys)
    },
  })),
  bad('reads the first 100 keys only', 'reads 300 keys in one call', (good) => ({
    ...good,
    read: (keys) => good.read(keys.slice(0, 100)),
  })),
  {
    fault: 'reads from a cache',
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
  bad('returns the object that it was given', 'keeps its own copy of a document and its key', (good) => {
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
  bad('parses bodies as JSON', 'returns text byte for byte', (good) =>
    changing(good, (document) => ({ ...document, body: asJsonColumn(document.body) })),
  ),
]

/** Creates a store that is correct except for `change`. Its clients share one object. */
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

/** Changes each document before it is stored. */
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

/** Writes regardless of the stored revision. It is atomic, because nothing runs between two calls of a memory store. */
export async function overwrite(good: Store, key: StoreKey, next: StoredDocument | null): Promise<boolean> {
  for (;;) {
    const stored = await readOne(good, key)
    if (await good.compareAndSet(key, stored?.revision ?? null, next)) return true
  }
}

/** Returns every entry of one kind. */
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

/** Lets all other pending work run first, as a round trip to a server does. */
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
