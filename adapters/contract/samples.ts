import type { ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'
import { show } from './assert.js'

/** A time long past on every server's clock, at which the cases sweep. */
export const NOW_MS = 1_700_000_000_000
/** A time that no sweep of the contract reaches: the year 2100. */
export const FAR_MS = 4_102_444_800_000

export function keyOf(tenantId: string, id: string, kind = 'contract'): StoreKey {
  return { tenantId, kind, id }
}

/** A key, and three that share all but one part with it. */
export function neighbours(tenantId: string): readonly [StoreKey, ...StoreKey[]] {
  return [keyOf(tenantId, 'a'), keyOf(tenantId, 'b'), keyOf(`${tenantId}-too`, 'a'), keyOf(tenantId, 'a', 'other')]
}

/** A document that differs from every other sample in all of its texts. */
export function sample(revision: string, retainUntilMs: number | null = null): StoredDocument {
  return { revision, body: JSON.stringify({ wroteAt: revision }), seal: `seal-${revision}`, retainUntilMs }
}

/** Creates, and fails where the storage was not empty. */
export async function create(store: Store, key: StoreKey, document: StoredDocument): Promise<void> {
  const isWritten = await store.compareAndSet(key, null, document)
  if (!isWritten) throw new Error(`Nothing is stored as ${show(key)}, but it could not be created: is the storage new?`)
}

export async function readOne(store: Store, key: StoreKey): Promise<StoredDocument | undefined> {
  const [document] = await store.read([key])
  return document
}

/** More pages than any case can need. */
const MOST_PAGES = 1_000

/** Every page of a scan; `between` runs after each. */
export async function scanAll(
  store: Store,
  page: Omit<ScanPage, 'cursor'>,
  between: (entries: readonly StoreEntry[]) => Promise<void> = async () => {},
): Promise<readonly StoreEntry[]> {
  const found: StoreEntry[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { entries, cursor: next } = await store.scan({ ...page, ...(cursor === undefined ? {} : { cursor }) })
    if (entries.length > page.limit) throw new Error(`A page of at most ${page.limit} held ${entries.length} entries`)
    found.push(...entries)
    await between(entries)
    if (next === undefined) return found
    cursor = next
  }
  throw new Error(`The scan had not ended after ${MOST_PAGES} pages: the last page must have no cursor`)
}

/** What `scanAll` found as sorted text, repeats taken out. */
export function distinct(entries: readonly StoreEntry[]): readonly string[] {
  const texts = entries.map(({ key: { kind, tenantId, id }, document: { revision, body, seal, retainUntilMs } }) =>
    JSON.stringify([kind, tenantId, id, revision, body, seal, retainUntilMs]),
  )
  return [...new Set(texts)].sort()
}

/** Sweeps until there is no more, so that the case that follows counts only its own documents. */
export async function drain(store: Store): Promise<void> {
  for (let rounds = 0; rounds < MOST_PAGES; rounds += 1) {
    if ((await store.sweep({ nowMs: NOW_MS, limit: 100 })) < 100) return
  }
  throw new Error(
    `Sweeping had not ended after ${MOST_PAGES} batches: fewer than "limit" must mean that no more are left`,
  )
}
