import type { Store, StoredDocument, StoreEntry, StoreKey } from '../../../src/ports/store.js'

/** A store that keeps its documents by kind, so that a year of sweeps and scans is cheap. It cannot fail. */
export class DocumentTable {
  readonly #kinds = new Map<string, Map<string, StoreEntry>>()
  maxDocuments = 0

  of(kind: string): ReadonlyMap<string, StoreEntry> {
    return this.#kinds.get(kind) ?? new Map()
  }

  documents(...kinds: readonly string[]): readonly StoredDocument[] {
    return kinds.flatMap((kind) => [...this.of(kind).values()].map(({ document }) => document))
  }

  store(): Store {
    return {
      read: async (keys) => keys.map(({ kind, id }) => this.#kinds.get(kind)?.get(id)?.document),
      compareAndSet: async (key, expected, next) => this.#write(key, expected, next),
      sweep: async ({ nowMs, limit }) => this.#sweep(nowMs, limit),
      scan: async ({ kind, cursor, limit }) => {
        const entries = [...this.of(kind).values()].slice(Number(cursor ?? 0))
        const next = Number(cursor ?? 0) + limit
        return entries.length > limit ? { entries: entries.slice(0, limit), cursor: String(next) } : { entries }
      },
    }
  }

  #write(key: StoreKey, expected: string | null, document: StoredDocument | null): boolean {
    const { kind, id } = key
    const entries = this.#kinds.get(kind) ?? new Map<string, StoreEntry>()
    this.#kinds.set(kind, entries)
    if ((entries.get(id)?.document.revision ?? null) !== expected) return false
    if (document) entries.set(id, { key, document })
    else entries.delete(id)
    this.maxDocuments = Math.max(this.maxDocuments, this.of('user').size)
    return true
  }

  #sweep(nowMs: number, limit: number): number {
    let removed = 0
    for (const entries of this.#kinds.values()) {
      for (const [id, { document }] of entries) {
        if ((document.retainUntilMs ?? Infinity) > nowMs) continue
        entries.delete(id)
        removed += 1
        if (removed === limit) return removed
      }
    }
    return removed
  }
}

/** Returns the id of the key in the seal: its second byte is the length, and the id follows. */
export function keyIdIn({ seal }: StoredDocument): string {
  const bytes = atob(seal.slice(0, 96).replaceAll('-', '+').replaceAll('_', '/'))
  return bytes.slice(2, 2 + bytes.charCodeAt(1))
}
