import type { Store, StoreEntry } from '../../src/ports/store.js'
import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import { contractKey, createDocument, farFutureMs, sampleDocument, scanAllPages, sortedTexts } from './samples.js'

/** Entries may repeat, and pages may be empty. Only a page without a cursor ends a scan. */
export const scanCases: readonly StoreContractCase[] = [
  {
    name: 'scans every entry of a kind, at any page size',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scanall', ['scan-1', 'scan-2', 'scan-3'])
      for (const limit of [1, 2, 3, 5, entries.length - 1, entries.length, entries.length + 1, 1_000]) {
        const found = await scanAllPages(store, { kind: 'scanall', limit })
        assertSame(sortedTexts(found), sortedTexts(entries), `the entries of pages of ${limit}`)
      }
    },
  },
  {
    name: 'scans one tenant only, if the page names one',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scanone', ['scan-1', 'scan-2', 'scan-3'])
      for (const tenantId of ['scan-1', 'scan-2', 'scan-3', 'scan', 'scan-']) {
        const expected = entries.filter(({ key }) => key.tenantId === tenantId)
        for (const limit of [1, 2, 7]) {
          const found = await scanAllPages(store, { kind: 'scanone', tenantId, limit })
          assertSame(
            sortedTexts(found),
            sortedTexts(expected),
            `the entries of tenant "${tenantId}" in pages of ${limit}`,
          )
        }
      }
    },
  },
  {
    name: 'scans one kind only',
    async run({ open }) {
      const store = await open()
      const entries = await fill(store, 'scankind', ['scan-1'])
      await fill(store, 'scankindb', ['scan-1'])
      const found = await scanAllPages(store, { kind: 'scankind', limit: 3 })
      assertSame(sortedTexts(found), sortedTexts(entries), 'the entries of one kind')
    },
  },
  {
    name: 'ends a scan that finds nothing',
    async run({ open }) {
      const store = await open()
      assertSame(await scanAllPages(store, { kind: 'scannone', limit: 3 }), [], 'the entries of an unused kind')
      await fill(store, 'scannotenant', ['scan-1'])
      const found = await scanAllPages(store, { kind: 'scannotenant', tenantId: 'scan-2', limit: 3 })
      assertSame(found, [], 'the entries of an unused tenant')
    },
  },
  {
    name: 'skips no entry when the entries of a page are removed before the next page',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const entries = await fill(store, 'scanremove', ['scan-1', 'scan-2'])
      const found = await scanAllPages(store, { kind: 'scanremove', limit: 3 }, async (page) => {
        for (const { key, document } of page) await other.compareAndSet(key, document.revision, null)
      })
      assertSame(sortedTexts(found), sortedTexts(entries), 'the entries of pages that were removed in between')
    },
  },
  {
    name: 'skips no entry when the entries of a page are replaced before the next page',
    async run({ open }) {
      const [store, other] = [await open(), await open()]
      const entries = await fill(store, 'scanwrite', ['scan-1', 'scan-2'])
      let writes = 0
      const found = await scanAllPages(store, { kind: 'scanwrite', limit: 3 }, async (page) => {
        for (const { key, document } of page) {
          writes += 1
          // Like a rotation of keys: it skips documents that it has already written, so that the scan ends.
          if (!document.revision.startsWith('again')) {
            await other.compareAndSet(key, document.revision, { ...document, revision: `again-${writes}` })
          }
        }
      })
      const seen = new Set(found.map(({ key }) => JSON.stringify(key.tenantId + key.id)))
      assertSame(seen.size, entries.length, 'the number of different entries in pages that were replaced in between')
    },
  },
]

const entriesPerTenant = 7

async function fill(store: Store, kind: string, tenants: readonly string[]): Promise<readonly StoreEntry[]> {
  const entries: StoreEntry[] = []
  for (const tenantId of tenants) {
    for (let index = 0; index < entriesPerTenant; index += 1) {
      const entry = {
        key: contractKey(tenantId, `id-${index}`, kind),
        document: sampleDocument(`of-${tenantId}-${index}`, farFutureMs),
      }
      await createDocument(store, entry.key, entry.document)
      entries.push(entry)
    }
  }
  return entries
}
