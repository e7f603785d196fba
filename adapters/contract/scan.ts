import type { Store, StoreEntry } from '../../src/ports/store.js'
import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, distinct, FAR_MS, keyOf, sample, scanAll } from './samples.js'

/** Paging. Entries may repeat and pages may be empty; only an absent cursor ends it. */
export const scanCases: readonly StoreContractCase[] = [
  {
    name: 'pages through every entry of a kind, whatever the size of a page',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scanall', ['scan-1', 'scan-2', 'scan-3'])
      for (const limit of [1, 2, 3, 5, entries.length - 1, entries.length, entries.length + 1, 1_000]) {
        const found = await scanAll(store, { kind: 'scanall', limit })
        same(distinct(found), distinct(entries), `what pages of ${limit} showed`)
      }
    },
  },
  {
    name: 'pages through one tenant when asked for one',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scanone', ['scan-1', 'scan-2', 'scan-3'])
      for (const tenantId of ['scan-1', 'scan-2', 'scan-3', 'scan', 'scan-']) {
        const expected = entries.filter(({ key }) => key.tenantId === tenantId)
        for (const limit of [1, 2, 7]) {
          const found = await scanAll(store, { kind: 'scanone', tenantId, limit })
          same(distinct(found), distinct(expected), `what pages of ${limit} of "${tenantId}" showed`)
        }
      }
    },
  },
  {
    name: 'keeps the pages of different kinds apart',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scankind', ['scan-1'])
      await fill(store, 'scankindb', ['scan-1'])
      const found = await scanAll(store, { kind: 'scankind', limit: 3 })
      same(distinct(found), distinct(entries), 'what the pages of one kind showed')
    },
  },
  {
    name: 'ends a scan that finds nothing',
    async run({ open }) {
      const store = await open()
      same(await scanAll(store, { kind: 'scannone', limit: 3 }), [], 'what the pages of an unused kind showed')
      await fill(store, 'scannotenant', ['scan-1'])
      const found = await scanAll(store, { kind: 'scannotenant', tenantId: 'scan-2', limit: 3 })
      same(found, [], 'what the pages of an unused tenant showed')
    },
  },
  {
    name: 'skips nothing when what a page showed is removed before the next',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const entries = await fill(store, 'scanremove', ['scan-1', 'scan-2'])
      const found = await scanAll(store, { kind: 'scanremove', limit: 3 }, async (page) => {
        for (const { key, document } of page) await other.compareAndSet(key, document.revision, null)
      })
      same(distinct(found), distinct(entries), 'what pages showed while their entries were removed')
    },
  },
  {
    name: 'skips nothing when what a page showed is written again before the next',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const entries = await fill(store, 'scanwrite', ['scan-1', 'scan-2'])
      let writes = 0
      const found = await scanAll(store, { kind: 'scanwrite', limit: 3 }, async (page) => {
        for (const { key, document } of page) {
          writes += 1
          // As re-sealing does it: what has been written once is left alone, so the scan comes to an end.
          if (!document.revision.startsWith('again')) {
            await other.compareAndSet(key, document.revision, { ...document, revision: `again-${writes}` })
          }
        }
      })
      const seen = new Set(found.map(({ key }) => JSON.stringify(key.tenantId + key.id)))
      same(seen.size, entries.length, 'how many entries pages showed while they were written')
    },
  },
]

const PER_TENANT = 7

async function fill(store: Store, kind: string, tenants: readonly string[]): Promise<readonly StoreEntry[]> {
  const entries: StoreEntry[] = []
  for (const tenantId of tenants) {
    for (let index = 0; index < PER_TENANT; index += 1) {
      const entry = { key: keyOf(tenantId, `id-${index}`, kind), document: sample(`of-${tenantId}-${index}`, FAR_MS) }
      await create(store, entry.key, entry.document)
      entries.push(entry)
    }
  }
  return entries
}
