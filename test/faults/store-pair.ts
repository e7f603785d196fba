import type { Store, StoreEntry, StoreKey } from '../../src/ports/store.js'

export type StoreWrite = Parameters<Store['compareAndSet']>

/**
 * A primary that shows a write before its standby has it, as PostgreSQL does between a local commit and the answer of a
 * synchronous standby. A failover takes back what was only shown.
 */
export interface StorePair {
  /** Keeps every write and acknowledges it. */
  readonly store: Store
  /** Shows the write to every reader and does not keep it. Returns whether the stored revision was the expected one. */
  show(...write: StoreWrite): boolean
  /** Returns whether the stored revision is the one that the write expects. */
  expects(write: StoreWrite): boolean
  /** Returns whether a failover would change what is stored under this key. */
  isUnkept(key: StoreKey): boolean
  /** Returns whether a failover would change anything. */
  hasUnkept(): boolean
  /** The standby takes over, without what was only shown. */
  failover(): void
  /** Returns a pair that keeps the documents shown now. Its later writes are separate. */
  copy(): StorePair
}

/** What an acknowledged write keeps besides itself: earlier writes of its document, or all earlier writes of the log. */
export type Keeping = 'document' | 'log'

/** Creates a pair. `'document'` is the weaker store: an acknowledged write says nothing about other documents. */
export function createStorePair(keeping: Keeping = 'document', initial: Iterable<StoreEntry> = []): StorePair {
  const shown = new Map(Array.from(initial, (entry) => [nameOf(entry.key), entry]))
  let kept = new Map(shown)

  function expects([key, expected]: StoreWrite): boolean {
    return (shown.get(nameOf(key))?.document.revision ?? null) === expected
  }

  function show(...write: StoreWrite): boolean {
    const [key, , document] = write
    if (!expects(write)) return false
    put(shown, nameOf(key), document && { key, document })
    return true
  }

  function keep(key: StoreKey): void {
    if (keeping === 'log') kept = new Map(shown)
    else put(kept, nameOf(key), shown.get(nameOf(key)))
  }

  return {
    store: {
      read: async (keys) => keys.map((key) => shown.get(nameOf(key))?.document),
      async compareAndSet(...write) {
        const isWritten = show(...write)
        if (isWritten) keep(write[0])
        return isWritten
      },
      async sweep({ nowMs, limit }) {
        const past = [...shown].filter(([, { document }]) => (document.retainUntilMs ?? Infinity) <= nowMs)
        for (const [name] of past.slice(0, limit)) for (const documents of [shown, kept]) documents.delete(name)
        return Math.min(past.length, limit)
      },
      async scan({ kind, tenantId, cursor = '0', limit }) {
        const isIn = ({ key }: StoreEntry): boolean => key.kind === kind && (tenantId ?? key.tenantId) === key.tenantId
        const all = [...shown.values()].filter(isIn)
        const end = Number(cursor) + limit
        return { entries: all.slice(Number(cursor), end), cursor: end < all.length ? String(end) : undefined }
      },
    },
    show,
    expects,
    isUnkept: (key) => shown.get(nameOf(key))?.document !== kept.get(nameOf(key))?.document,
    hasUnkept: () => [...shown.keys(), ...kept.keys()].some((name) => shown.get(name) !== kept.get(name)),
    failover() {
      shown.clear()
      for (const [name, entry] of kept) shown.set(name, entry)
    },
    copy: () => createStorePair(keeping, shown.values()),
  }
}

function put(documents: Map<string, StoreEntry>, name: string, entry: StoreEntry | null | undefined): void {
  if (entry) documents.set(name, entry)
  else documents.delete(name)
}

function nameOf({ kind, tenantId, id }: StoreKey): string {
  return JSON.stringify([kind, tenantId, id])
}
