import type { StoreKey } from '../../src/ports/store.js'
import { keyToColumn } from './row.js'

/** A scan continues after this key, in the order of the primary key. */
export interface ScanPosition {
  readonly tenantId: string
  readonly id: string
}

/** Sorts before every key, because tenant ids and ids are never empty. */
const startPosition: ScanPosition = { tenantId: '', id: '' }

export function positionToCursor({ tenantId, id }: StoreKey): string {
  return JSON.stringify([tenantId, id])
}

/**
 * @returns the position as the columns store it.
 * @throws `RangeError` for a cursor that {@link positionToCursor} did not create.
 */
export function cursorToPosition(cursor: string | undefined): ScanPosition {
  if (cursor === undefined) return startPosition
  const [tenantId, id, ...rest] = parseList(cursor)
  if (typeof tenantId !== 'string' || typeof id !== 'string' || rest.length > 0) {
    throw new RangeError(
      '"cursor" must be one that "scan" of this store returned: omit it to start from the first page',
    )
  }
  return { tenantId: keyToColumn(tenantId, 'tenantId'), id: keyToColumn(id, 'id') }
}

function parseList(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(cursor)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
