import type { StoreKey } from '../ports/store.js'

/** Returns one text for each key. The length keeps a blank in a tenant id from naming another document. */
export function nameOfKey({ kind, tenantId, id }: StoreKey): string {
  return `${kind} ${tenantId.length} ${tenantId} ${id}`
}
