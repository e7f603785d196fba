import type { ScanPage, Store, StoreEntry } from '../../../src/ports/store.js'
import type { StoreRequest } from '../store-trace.js'
import type { RealAnswer } from './judge.js'

/** Makes one call of a real store. A scan reads all pages. */
export async function askStore(store: Store, request: StoreRequest): Promise<RealAnswer> {
  try {
    if (request.method === 'read') return { documents: await store.read(request.keys) }
    if (request.method === 'sweep') return { removed: await store.sweep(request) }
    if (request.method === 'scan') return { entries: await allPages(store, request.page) }
    return { isWritten: await store.compareAndSet(request.key, request.expected, request.next) }
  } catch (error) {
    return { error }
  }
}

async function allPages(store: Store, { cursor: _, ...first }: ScanPage): Promise<readonly StoreEntry[]> {
  const entries: StoreEntry[] = []
  for (let page: ScanPage = first; ; ) {
    const { entries: found, cursor } = await store.scan(page)
    entries.push(...found)
    if (cursor === undefined) return entries
    page = { ...first, cursor }
  }
}
