import type { ScannedPage, ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/**
 * Keeps documents in this process: fast, exact, and gone when the process ends. The reference that other stores are
 * compared with; every client of one storage shares one returned object.
 *
 * @returns a new, empty store. Its methods reject with `RangeError` for a limit that is not a positive integer, for a
 * `retainUntilMs` that is neither whole milliseconds nor `null`, and for a cursor it never gave out.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'temporary-access-pass/memory'
 *
 * const store = memoryStore()
 * ```
 */
export function memoryStore(): Store {
  const kinds = new Map<string, Shelf>()
  let places = 0

  return Object.freeze({
    async read(keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]> {
      return keys.map((key) => kinds.get(key.kind)?.get(label(key))?.document)
    },

    async compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean> {
      const shelf = kinds.get(key.kind)
      const name = label(key)
      const held = shelf?.get(name)
      if ((held?.document.revision ?? null) !== expected) return false
      if (next === null) {
        shelf?.delete(name)
      } else if (held !== undefined) {
        held.document = copy(next)
      } else {
        const document = copy(next)
        places += 1
        shelfOf(kinds, key.kind).set(name, { place: places, key: copyKey(key), document })
      }
      return true
    },

    async sweep({ nowMs, limit }: { readonly nowMs: number; readonly limit: number }): Promise<number> {
      checkLimit(limit)
      let removed = 0
      for (const shelf of kinds.values()) {
        for (const [name, { document }] of shelf) {
          if (removed === limit) return removed
          if (document.retainUntilMs === null || document.retainUntilMs > nowMs) continue
          shelf.delete(name)
          removed += 1
        }
      }
      return removed
    },

    async scan({ kind, tenantId, cursor, limit }: ScanPage): Promise<ScannedPage> {
      checkLimit(limit)
      const after = placeIn(cursor)
      const entries: StoreEntry[] = []
      for (const { place, key, document } of kinds.get(kind)?.values() ?? []) {
        if (place <= after || (tenantId !== undefined && key.tenantId !== tenantId)) continue
        entries.push(Object.freeze({ key, document }))
        if (entries.length === limit) return { entries, cursor: String(place) }
      }
      return { entries }
    },
  })
}

/** The documents of one kind, in the order of their creation, which is also the order of their places. */
type Shelf = Map<string, Held>

interface Held {
  /** Where paging goes on: counted up over the life of the store, never used twice. */
  readonly place: number
  readonly key: StoreKey
  document: StoredDocument
}

function shelfOf(kinds: Map<string, Shelf>, kind: string): Shelf {
  const known = kinds.get(kind)
  if (known !== undefined) return known
  const created: Shelf = new Map()
  kinds.set(kind, created)
  return created
}

// The length in front keeps ('a', 'b:c') and ('a:b', 'c') apart.
function label({ tenantId, id }: StoreKey): string {
  return `${tenantId.length}:${tenantId}${id}`
}

function copyKey({ tenantId, kind, id }: StoreKey): StoreKey {
  return Object.freeze({ tenantId, kind, id })
}

function copy({ revision, body, seal, retainUntilMs }: StoredDocument): StoredDocument {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError('"retainUntilMs" must be whole milliseconds, or null')
  }
  return Object.freeze({ revision, body, seal, retainUntilMs })
}

function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('"limit" must be a positive integer')
}

function placeIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const place = Number(cursor)
  if (!Number.isSafeInteger(place) || place < 1) throw new RangeError('"cursor" is not one that this store gave out')
  return place
}
