import type { ScannedPage, ScanPage, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

interface Row {
  readonly key: StoreKey
  readonly document: StoredDocument
}

/**
 * A database with a standby, as plain values without time. Reads show every write at once. A write is kept only when the
 * standby has it, together with all writes before it, and it may be acknowledged only then. A failover forgets the rest.
 */
export class StoreModel {
  /** Counts failovers. A request of an earlier epoch has lost its connection. */
  epoch = 0
  /** The standby receives nothing, so nothing can be acknowledged. */
  isStalled = false
  #shown = new Map<string, Row>()
  readonly #kept = new Map<string, Row>()
  /** Shown and not kept yet, oldest first. */
  #pending: { readonly name: string; readonly row: Row | undefined }[] = []

  read(key: StoreKey): StoredDocument | undefined {
    return this.#shown.get(nameOf(key))?.document
  }

  compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): boolean {
    if ((this.read(key)?.revision ?? null) !== expected) return false
    this.#write(nameOf(key), next ? { key, document: next } : undefined)
    return true
  }

  sweep({ nowMs, limit }: { readonly nowMs: number; readonly limit: number }): number {
    const past = [...this.#shown].filter(([, { document }]) => (document.retainUntilMs ?? Infinity) <= nowMs)
    const removed = past.slice(0, limit)
    for (const [name] of removed) this.#write(name, undefined)
    return removed.length
  }

  scan({ kind, tenantId, cursor = '', limit }: ScanPage): ScannedPage {
    const entries: StoreEntry[] = [...this.#shown.keys()]
      .filter((name) => name > cursor)
      .sort()
      .flatMap((name) => this.#shown.get(name) ?? [])
      .filter(({ key }) => key.kind === kind && (tenantId === undefined || key.tenantId === tenantId))
    const page = entries.slice(0, limit)
    const last = page.at(-1)
    return entries.length > limit && last ? { entries: page, cursor: nameOf(last.key) } : { entries: page }
  }

  /** Returns every document that reads show. */
  documents(): readonly StoredDocument[] {
    return [...this.#shown.values()].map(({ document }) => document)
  }

  /** The standby receives everything so far. */
  keep(): void {
    for (const { name, row } of this.#pending) {
      if (row) this.#kept.set(name, row)
      else this.#kept.delete(name)
    }
    this.#pending = []
  }

  /** The standby takes over, with what it has. */
  failover(): void {
    this.#shown = new Map(this.#kept)
    this.#pending = []
    this.epoch += 1
    this.isStalled = false
  }

  #write(name: string, row: Row | undefined): void {
    if (row) this.#shown.set(name, row)
    else this.#shown.delete(name)
    this.#pending.push({ name, row })
  }
}

function nameOf({ tenantId, kind, id }: StoreKey): string {
  return `${kind}|${tenantId}|${id}`
}
