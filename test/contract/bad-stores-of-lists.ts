import type { Store, StoreEntry } from '../../src/ports/store.js'
import type { BadStore } from './bad-stores.js'
import { bad, changing, everything, later, overwrite, readOne } from './bad-stores.js'

const farFutureMs = 4_102_444_800_000
const sweptKinds = ['contract', 'sweepa', 'sweepb']

/** Stores that sweep or scan incorrectly. */
export const badStoresOfLists: readonly BadStore[] = [
  bad('sweeps a millisecond late', 'sweeps a document from the millisecond of its retainUntilMs on', (good) => ({
    ...good,
    sweep: ({ nowMs, limit }) => good.sweep({ nowMs: nowMs - 1, limit }),
  })),
  bad('stores null as the date 0', 'never sweeps a document whose retainUntilMs is null', (good) =>
    changing(good, (document) => ({ ...document, retainUntilMs: document.retainUntilMs ?? 0 })),
  ),
  bad('sweeps without a limit', 'sweeps as many documents as the limit allows, and fewer only at the end', (good) => ({
    ...good,
    sweep: ({ nowMs }) => good.sweep({ nowMs, limit: 1_000_000 }),
  })),
  bad(
    'limits the selected documents instead of the removed ones',
    'sweeps as many documents as the limit allows, and fewer only at the end',
    (good) => ({
      ...good,
      async sweep({ nowMs, limit }) {
        const selected = (await dated(good)).slice(0, limit)
        return removeEach(good, selected.filter(isPast(nowMs)))
      },
    }),
  ),
  bad('sweeps one kind only', 'sweeps every kind and tenant, and keeps documents that are not past', (good) => ({
    ...good,
    async sweep({ nowMs, limit }) {
      const entries = await everything(good, { kind: 'sweepa' })
      return removeEach(good, entries.filter(isPast(nowMs)).slice(0, limit))
    },
  })),
  bad('sweeps by the date of the first write', 'sweeps by the retainUntilMs of the last write', (good) => {
    const first = new Map<string, number | null>()
    return {
      ...good,
      async compareAndSet(key, expected, next) {
        if (expected === null && next !== null) first.set(next.revision + key.id, next.retainUntilMs)
        return good.compareAndSet(key, expected, next)
      },
      async sweep({ nowMs, limit }) {
        const entries = await dated(good)
        const past = entries.filter((entry) => (first.get(`first${entry.key.id}`) ?? farFutureMs) <= nowMs)
        return removeEach(good, past.slice(0, limit))
      },
    }
  }),
  bad('selects first and deletes later', 'never sweeps a document that is renewed at the same time', (good) => ({
    ...good,
    async sweep({ nowMs, limit }) {
      const past = (await dated(good)).filter(isPast(nowMs)).slice(0, limit)
      await later()
      return removeEach(good, past)
    },
  })),
  bad(
    'counts the selected documents instead of the removed ones',
    'counts each document once when two clients sweep at the same time',
    (good) => ({
      ...good,
      async sweep({ nowMs, limit }) {
        const past = (await dated(good)).filter(isPast(nowMs)).slice(0, limit)
        await later()
        for (const { key, document } of past) await good.compareAndSet(key, document.revision, null)
        return past.length
      },
    }),
  ),
  bad('ends a scan too early', 'scans every entry of a kind, at any page size', (good) => ({
    ...good,
    async scan(page) {
      const { entries, cursor } = await good.scan(page)
      return page.limit === 3 || cursor === undefined ? { entries } : { entries, cursor }
    },
  })),
  bad('returns one entry more than the limit', 'scans every entry of a kind, at any page size', (good) => ({
    ...good,
    scan: (page) => good.scan({ ...page, limit: page.limit + 1 }),
  })),
  bad('never ends a scan', 'ends a scan that finds nothing', (good) => ({
    ...good,
    async scan(page) {
      const { entries, cursor } = await good.scan(page)
      return { entries, cursor: cursor ?? page.cursor ?? '1' }
    },
  })),
  bad('scans every tenant', 'scans one tenant only, if the page names one', (good) => ({
    ...good,
    scan: ({ tenantId: _, ...page }) => good.scan(page),
  })),
  bad('finds tenants by a prefix', 'scans one tenant only, if the page names one', (good) => ({
    ...good,
    async scan({ tenantId, ...page }) {
      const entries = await everything(good, { kind: page.kind })
      return { entries: entries.filter(({ key }) => key.tenantId.startsWith(tenantId ?? '')).slice(0, page.limit) }
    },
  })),
  bad('finds kinds by a prefix', 'scans one kind only', (good) => ({
    ...good,
    async scan(page) {
      const { entries, cursor } = await good.scan(page)
      const others = cursor === undefined ? await everything(good, { kind: `${page.kind}b` }) : []
      const pageEntries = [...entries, ...others].slice(0, page.limit)
      return cursor === undefined ? { entries: pageEntries } : { entries: pageEntries, cursor }
    },
  })),
  bad('scans by offset', 'skips no entry when the entries of a page are removed before the next page', (good) => ({
    ...good,
    async scan({ cursor, limit, ...page }) {
      const offset = Number(cursor ?? 0)
      const entries = await everything(good, page)
      const pageEntries = entries.slice(offset, offset + limit)
      return offset + limit < entries.length
        ? { entries: pageEntries, cursor: String(offset + limit) }
        : { entries: pageEntries }
    },
  })),
  bad(
    'scans by offset in the order of the last write',
    'skips no entry when the entries of a page are replaced before the next page',
    (good) => ({
      ...good,
      async compareAndSet(key, expected, next) {
        const isWritten = await good.compareAndSet(key, expected, next)
        if (isWritten && expected !== null && next !== null) {
          await overwrite(good, key, null)
          await overwrite(good, key, next)
        }
        return isWritten
      },
      async scan({ cursor, limit, ...page }) {
        const offset = Number(cursor ?? 0)
        const entries = await everything(good, page)
        const pageEntries = entries.slice(offset, offset + limit)
        return offset + limit < entries.length
          ? { entries: pageEntries, cursor: String(offset + limit) }
          : { entries: pageEntries }
      },
    }),
  ),
]

async function dated(good: Store): Promise<readonly StoreEntry[]> {
  const entriesByKind = await Promise.all(sweptKinds.map((kind) => everything(good, { kind })))
  return entriesByKind.flat().filter(({ document }) => document.retainUntilMs !== null)
}

function isPast(nowMs: number): (entry: StoreEntry) => boolean {
  return ({ document: { retainUntilMs } }) => retainUntilMs !== null && retainUntilMs <= nowMs
}

async function removeEach(good: Store, entries: readonly StoreEntry[]): Promise<number> {
  let removed = 0
  for (const { key } of entries) {
    if ((await readOne(good, key)) === undefined) continue
    await overwrite(good, key, null)
    removed += 1
  }
  return removed
}
