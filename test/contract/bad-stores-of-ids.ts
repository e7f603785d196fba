import type { Store, StoreKey } from '../../src/ports/store.js'
import type { BadStore } from './bad-stores.js'
import { bad } from './bad-stores.js'

/** Stores that take one id for another, each in the way of some database or language. */
export const badStoresOfIds: readonly BadStore[] = [
  badKeys('ignores case', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => ({ ...key, id: key.id.toLowerCase() })),
  badKeys('normalises Unicode', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => ({ ...key, id: key.id.normalize('NFC') })),
  badKeys('pads with spaces', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => ({ ...key, id: key.id.replace(/ +$/, '') })),
  badKeys('reads numbers', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => {
    const isNumber = /^[0-9.e]+$/.test(key.id)
    return isNumber ? { ...key, id: String(Number(key.id)) } : key
  }),
  badKeys('ignores accents in tenants', 'distinguishes tenants that differ in case, accents, spaces or Unicode form', (key) => ({
    ...key,
    tenantId: key.tenantId.normalize('NFD').replace(/\p{Mark}/gu, ''),
  })),
  badKeys('joins tenant and id with a colon', 'distinguishes keys whose parts concatenate to the same text', (key) => ({
    kind: key.kind,
    tenantId: '',
    id: `${key.tenantId}:${key.id}`,
  })),
  badKeys('joins kind, tenant and id', 'distinguishes keys whose parts concatenate to the same text', (key) => ({
    kind: '',
    tenantId: '',
    id: key.kind + key.tenantId + key.id,
  })),
  badKeys('keeps 255 characters of an id', 'keeps ids of up to 512 characters unchanged', (key) => ({
    ...key,
    id: key.id.slice(0, 255),
  })),
  badKeys('ends an id at the first NUL', 'keeps ids with NUL characters unchanged', (key) => ({
    ...key,
    id: key.id.split('\0')[0] ?? '',
  })),
  badKeys('drops NUL characters', 'keeps ids with NUL characters unchanged', (key) => ({
    ...key,
    id: key.id.replaceAll('\0', ''),
  })),
  badKeys(
    'replaces what is not assigned',
    'keeps ids with quotes, wildcards, keywords and control characters unchanged',
    (key) => ({
      ...key,
      id: key.id.replace(/\uffff|\u{10ffff}/gu, '\ufffd'),
    }),
  ),
  bad('finds by a pattern', 'keeps ids with quotes, wildcards, keywords and control characters unchanged', (good) => ({
    ...good,
    async read(keys) {
      const found = await good.read(keys)
      const { entries } = await good.scan({ kind: keys[0]?.kind ?? '', limit: 1_000 })
      return keys.map((key, index) => {
        const pattern = new RegExp(`^${key.id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('%', '.*')}$`, 's')
        return entries.find((entry) => pattern.test(entry.key.id))?.document ?? found[index]
      })
    },
  })),
  bad(
    'keeps documents in a plain object',
    'keeps ids with quotes, wildcards, keywords and control characters unchanged',
    (good) => {
      const documents: Record<string, unknown> = {}
      return {
        ...good,
        compareAndSet: async (key, expected, next) => {
          if (expected === null && documents[key.id] !== undefined) return false
          return good.compareAndSet(key, expected, next)
        },
      }
    },
  ),
]

/** A store that keeps every document under another key than it was given. */
function badKeys(fault: string, caughtBy: string, change: (key: StoreKey) => StoreKey): BadStore {
  return bad(
    fault,
    caughtBy,
    (good): Store => ({
      ...good,
      read: (keys) => good.read(keys.map(change)),
      compareAndSet: (key, expected, next) => good.compareAndSet(change(key), expected, next),
    }),
  )
}
