import type { Store, StoreKey } from '../../src/ports/store.js'
import type { BadStore } from './bad-stores.js'
import { bad } from './bad-stores.js'

/** Stores that confuse ids with each other, each in the way of some database or language. */
export const badStoresOfIds: readonly BadStore[] = [
  badKeys('ignores case', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => ({
    ...key,
    id: key.id.toLowerCase(),
  })),
  badKeys('normalizes Unicode', 'distinguishes ids that differ in case, accents, spaces or Unicode form', (key) => ({
    ...key,
    id: key.id.normalize('NFC'),
  })),
  badKeys(
    'ignores trailing spaces',
    'distinguishes ids that differ in case, accents, spaces or Unicode form',
    (key) => ({ ...key, id: key.id.replace(/ +$/, '') }),
  ),
  badKeys(
    'compares numbers by value',
    'distinguishes ids that differ in case, accents, spaces or Unicode form',
    (key) => {
      const isNumber = /^[0-9.e]+$/.test(key.id)
      return isNumber ? { ...key, id: String(Number(key.id)) } : key
    },
  ),
  badKeys(
    'ignores accents in tenants',
    'distinguishes tenants that differ in case, accents, spaces or Unicode form',
    (key) => ({
      ...key,
      tenantId: key.tenantId.normalize('NFD').replace(/\p{Mark}/gu, ''),
    }),
  ),
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
  badKeys('truncates ids to 255 characters', 'keeps ids of up to 512 characters unchanged', (key) => ({
    ...key,
    id: key.id.slice(0, 255),
  })),
  badKeys('truncates ids at the first NUL', 'keeps ids with NUL characters unchanged', (key) => ({
    ...key,
    id: key.id.split('\0')[0] ?? '',
  })),
  badKeys('removes NUL characters', 'keeps ids with NUL characters unchanged', (key) => ({
    ...key,
    id: key.id.replaceAll('\0', ''),
  })),
  badKeys(
    'replaces unassigned characters',
    'keeps ids with quotes, wildcards, keywords and control characters unchanged',
    (key) => ({
      ...key,
      id: key.id.replace(/\uffff|\u{10ffff}/gu, '\ufffd'),
    }),
  ),
  bad(
    'finds ids by a pattern',
    'keeps ids with quotes, wildcards, keywords and control characters unchanged',
    (good) => ({
      ...good,
      async read(keys) {
        const found = await good.read(keys)
        const { entries } = await good.scan({ kind: keys[0]?.kind ?? '', limit: 1_000 })
        return keys.map((key, index) => {
          const pattern = new RegExp(`^${key.id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('%', '.*')}$`, 's')
          return entries.find((entry) => pattern.test(entry.key.id))?.document ?? found[index]
        })
      },
    }),
  ),
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

/** Creates a store that changes every key before it uses it. */
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
