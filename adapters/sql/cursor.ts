import type { StoreKey } from '../../src/ports/store.js'
import { keyToColumn } from './row.js'

/** Where paging goes on: after this key, in the order of the primary key. */
export interface Position {
  readonly tenantId: string
  readonly id: string
}

/** Before every key: both are 1 character or more. */
const START: Position = { tenantId: '', id: '' }

export function positionToCursor({ tenantId, id }: StoreKey): string {
  return JSON.stringify([tenantId, id])
}

/** @returns the position as the columns hold it. */
export function cursorToPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return START
  const [tenantId, id, ...rest] = parseList(cursor)
  if (typeof tenantId !== 'string' || typeof id !== 'string' || rest.length > 0) {
    throw new RangeError('"cursor" is not one that this store gave out')
  }
  return { tenantId: keyToColumn(tenantId), id: keyToColumn(id) }
}

function parseList(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(cursor)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
