/**
 * What the store calls of a driver. A `Database` of better-sqlite3, a `DatabaseSync` of `node:sqlite` (Node 22.16 or newer)
 * and a `Database` of `bun:sqlite` fit as they are.
 */
export interface SqliteDatabase {
  /** Runs statements without parameters; what it answers is ignored. */
  exec(sql: string): unknown
  /** Compiles one statement, which is then used again and again. */
  prepare(sql: string): SqliteStatement
  /** Whether a transaction is open on this connection: better-sqlite3 and Bun. One of the two is needed. */
  readonly inTransaction?: boolean | undefined
  /** The same in `node:sqlite`. */
  readonly isTransaction?: boolean | undefined
}

/** A prepared statement, as the three drivers have it. No parameter is ever `null`: the types of better-sqlite3 refuse it. */
export interface SqliteStatement {
  /** Writes, and counts the rows it changed. */
  run(...parameters: (string | number)[]): { readonly changes: number | bigint }
  /** Reads, and answers rows as objects by column name. */
  all(...parameters: (string | number)[]): unknown[]
}

/** @throws `TypeError` when the driver cannot tell. */
export function isInTransaction({ inTransaction, isTransaction }: SqliteDatabase): boolean {
  const answer = inTransaction ?? isTransaction
  if (typeof answer === 'boolean') return answer
  throw new TypeError('"database" must tell whether it is in a transaction: "inTransaction" or "isTransaction"')
}

/** Whether another connection held the lock, so that nothing was written and the same call can be made again. */
export function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  // `node:sqlite` gives the number, whose low byte is SQLITE_BUSY with its variants; the others give the name.
  if (typeof errcode === 'number') return (errcode & 0xff) === 5
  return typeof code === 'string' && /^SQLITE_BUSY(_|$)/.test(code)
}
