import type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/**
 * Creates a store in the memory of this process, for trying out and for tests. Its documents are gone when the process ends.
 *
 * Each call creates a separate storage. To share it, pass the same store object.
 *
 * @returns an empty store. Its methods reject with a `RangeError` for a limit that is not a positive integer, for a
 * `retainUntilMs` that is neither an integer nor `null`, and for a cursor that `scan` did not return.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'temporary-access-pass/memory'
 *
 * const store = memoryStore()
 * ```
 */
export function memoryStore(): Store {
  const kinds = new Map<string, MemoryDocuments>()
  let created = 0

  return Object.freeze({
    keepsWhatItShows: true,
    sendsOnce: true,
    async read(keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]> {
      return keys.map((key) => kinds.get(key.kind)?.get(nameOf(key))?.document)
    },

    async compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean> {
      const documents = kinds.get(key.kind)
      const name = nameOf(key)
      const stored = documents?.get(name)
      if ((stored?.document.revision ?? null) !== expected) return false
      if (next === null) {
        documents?.delete(name)
      } else if (stored !== undefined) {
        stored.document = copyDocument(next)
      } else {
        const document = copyDocument(next)
        created += 1
        documentsOf(kinds, key.kind).set(name, { position: created, key: copyKey(key), document })
      }
      return true
    },

    async sweep({ nowMs, limit }: { readonly nowMs: number; readonly limit: number }): Promise<number> {
      checkLimit(limit)
      let removed = 0
      for (const documents of kinds.values()) {
        for (const [name, { document }] of documents) {
          if (removed === limit) return removed
          if (document.retainUntilMs === null || document.retainUntilMs > nowMs) continue
          documents.delete(name)
          removed += 1
        }
      }
      return removed
    },

    async scan({ kind, tenantId, cursor, limit }: ScanPage): Promise<ScannedPage> {
      checkLimit(limit)
      const after = cursorToPosition(cursor)
      const entries: StoreEntry[] = []
      for (const { position, key, document } of kinds.get(kind)?.values() ?? []) {
        if (position <= after || (tenantId !== undefined && key.tenantId !== tenantId)) continue
        entries.push(Object.freeze({ key, document }))
        if (entries.length === limit) return { entries, cursor: String(position) }
      }
      return { entries }
    },
  })
}

/** The documents of one kind by name. A Map keeps the order of creation, which is the order of the positions. */
type MemoryDocuments = Map<string, MemoryEntry>

interface MemoryEntry {
  /** The cursor of a scan. Positions increase over the life of the store, and none is used twice. */
  readonly position: number
  readonly key: StoreKey
  document: StoredDocument
}

function documentsOf(kinds: Map<string, MemoryDocuments>, kind: string): MemoryDocuments {
  const known = kinds.get(kind)
  if (known !== undefined) return known
  const documents: MemoryDocuments = new Map()
  kinds.set(kind, documents)
  return documents
}

// The leading length distinguishes ('a', 'b:c') from ('a:b', 'c').
function nameOf({ tenantId, id }: StoreKey): string {
  return `${tenantId.length}:${tenantId}${id}`
}

function copyKey({ tenantId, kind, id }: StoreKey): StoreKey {
  return Object.freeze({ tenantId, kind, id })
}

function copyDocument({ revision, body, seal, retainUntilMs }: StoredDocument): StoredDocument {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError(`"retainUntilMs" must be a whole number of milliseconds, or null, but is ${retainUntilMs}`)
  }
  return Object.freeze({ revision, body, seal, retainUntilMs })
}

function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`"limit" must be an integer of 1 or more, but is ${limit}`)
  }
}

function cursorToPosition(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const position = Number(cursor)
  if (Number.isSafeInteger(position) && position >= 1) return position
  throw new RangeError('"cursor" must be one that "scan" of this store returned: omit it to start from the first page')
}
