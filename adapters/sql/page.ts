import type { ScannedPage } from '../../src/ports/store.js'
import { positionToCursor } from './cursor.js'
import { rowToEntry } from './row.js'

/** A page of one kind, from the rows found; only one that is not full ends the scan. */
export function rowsToPage(rows: readonly unknown[], kind: string, limit: number): ScannedPage {
  const entries = rows.map((row) => rowToEntry(row, kind))
  const last = entries.at(-1)
  return entries.length < limit || last === undefined ? { entries } : { entries, cursor: positionToCursor(last.key) }
}

/** @throws `RangeError` unless a database can take it for one. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('"limit" must be a positive integer')
}
