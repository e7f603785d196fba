import type { ScanPage, Store, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'
import { toAscii } from './assert.js'

/** The time of every sweep. It is in the past on the clock of every server. */
export const nowMs = 1_700_000_000_000
/** The year 2100, which no sweep of the contract reaches. */
export const farFutureMs = 4_102_444_800_000

export function contractKey(tenantId: string, id: string, kind = 'contract'): StoreKey {
  return { tenantId, kind, id }
}

/** Returns a key, and three keys that differ from it in one part each. */
export function similarKeys(tenantId: string): readonly [StoreKey, ...StoreKey[]] {
  return [
    contractKey(tenantId, 'a'),
    contractKey(tenantId, 'b'),
    contractKey(`${tenantId}-too`, 'a'),
    contractKey(tenantId, 'a', 'other'),
  ]
}

/** Documents of different revisions differ in every text. */
export function sampleDocument(revision: string, retainUntilMs: number | null = null): StoredDocument {
  return { revision, body: JSON.stringify({ wroteAt: revision }), seal: `seal-${revision}`, retainUntilMs }
}

/** @throws `Error` if a document is stored under the key, for example from an earlier run. */
export async function createDocument(store: Store, key: StoreKey, document: StoredDocument): Promise<void> {
  const isWritten = await store.compareAndSet(key, null, document)
  if (!isWritten)
    throw new Error(
      `The document ${toAscii(key)} could not be created: the storage must be empty before the first case`,
    )
}

export async function readDocument(store: Store, key: StoreKey): Promise<StoredDocument | undefined> {
  const [document] = await store.read([key])
  return document
}

/** No case needs more. */
const maxPages = 1_000

/** Returns the entries of every page of a scan. `between` runs after each page. */
export async function scanAllPages(
  store: Store,
  page: Omit<ScanPage, 'cursor'>,
  between: (entries: readonly StoreEntry[]) => Promise<void> = async () => {},
): Promise<readonly StoreEntry[]> {
  const found: StoreEntry[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < maxPages; pages += 1) {
    const { entries, cursor: next } = await store.scan({ ...page, ...(cursor === undefined ? {} : { cursor }) })
    if (entries.length > page.limit)
      throw new Error(`A page with the limit ${page.limit} had ${entries.length} entries`)
    found.push(...entries)
    await between(entries)
    if (next === undefined) return found
    cursor = next
  }
  throw new Error(`The scan did not end within ${maxPages} pages: the last page must have no cursor`)
}

/** Returns the entries as sorted texts without repeats, because a scan may return them in any order and more than once. */
export function sortedTexts(entries: readonly StoreEntry[]): readonly string[] {
  const texts = entries.map(({ key: { kind, tenantId, id }, document: { revision, body, seal, retainUntilMs } }) =>
    JSON.stringify([kind, tenantId, id, revision, body, seal, retainUntilMs]),
  )
  return [...new Set(texts)].sort()
}

/** Removes every past document of earlier cases, so that a case counts only its own. */
export async function sweepAll(store: Store): Promise<void> {
  for (let batches = 0; batches < maxPages; batches += 1) {
    if ((await store.sweep({ nowMs, limit: 100 })) < 100) return
  }
  throw new Error(
    `Sweeping did not end within ${maxPages} batches: a result below the limit must mean that no documents are left`,
  )
}
