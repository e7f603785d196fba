import type { ScannedPage } from '../../src/ports/store.js'
import { positionToCursor } from './cursor.js'
import { rowToEntry } from './row.js'

/** Builds a page of a scan. A page that is not full is the last one and has no cursor. */
export function rowsToPage(rows: readonly unknown[], kind: string, limit: number): ScannedPage {
  const entries = rows.map((row) => rowToEntry(row, kind))
  const last = entries.at(-1)
  return entries.length < limit || last === undefined ? { entries } : { entries, cursor: positionToCursor(last.key) }
}

/** @throws `RangeError` unless the limit is an integer of 1 or more. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`"limit" must be an integer of 1 or more, but is ${limit}`)
  }
}
