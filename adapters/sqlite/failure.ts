import { StoreError } from '../../src/ports/store-error.js'

/** Returns the error as a {@link StoreError} if SQLite wrote nothing, and every other error as it is. */
export function sqliteFailure(error: unknown): unknown {
  const code = primaryCodeOf(error)
  if (code === 'BUSY') return new StoreError('contended', error)
  return code === 'READONLY' || code === 'FULL' ? new StoreError('notWritten', error) : error
}

/** Returns a {@link StoreError} for an error before the statement ran, such as a missing table. */
export function preparationFailure(error: unknown): StoreError {
  const failure = sqliteFailure(error)
  return failure instanceof StoreError ? failure : new StoreError('notWritten', failure)
}

/** Returns whether the file has no such table. SQLite has no code of its own for it. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no such table: ')
}

type PrimaryCode = 'BUSY' | 'READONLY' | 'FULL'

const primaryCodes: ReadonlyMap<number, PrimaryCode> = new Map([
  [5, 'BUSY'],
  [8, 'READONLY'],
  [13, 'FULL'],
])

// `node:sqlite` reports a number, whose low byte is the primary code. The other drivers report a name, to which an extended
// code adds a word: SQLITE_BUSY_SNAPSHOT.
function primaryCodeOf(error: unknown): PrimaryCode | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  if (typeof errcode === 'number') return primaryCodes.get(errcode & 0xff)
  const [, name] = /^SQLITE_([A-Z]+)(?:_|$)/.exec(String(code)) ?? []
  return [...primaryCodes.values()].find((known) => known === name)
}
