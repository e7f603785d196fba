/**
 * The part of a SQLite driver that the store calls. These fit as they are: a `Database` of better-sqlite3, a `DatabaseSync`
 * of `node:sqlite` (Node 22.16 or newer), and a `Database` of `bun:sqlite`.
 */
export interface SqliteDatabase {
  /** Runs one or more statements without parameters. The result is ignored. */
  exec(sql: string): unknown
  /** Compiles one statement. The store compiles each statement once. */
  prepare(sql: string): SqliteStatement
  /** Whether a transaction is open, in better-sqlite3 and Bun. Either this or `isTransaction` is required. */
  readonly inTransaction?: boolean | undefined
  /** Whether a transaction is open, in `node:sqlite`. */
  readonly isTransaction?: boolean | undefined
}

/** A prepared statement of any of the three drivers. */
export interface SqliteStatement {
  /** Runs a statement that writes, and returns the number of changed rows. */
  run(...parameters: (string | number)[]): { readonly changes: number | bigint }
  /** Runs a query, and returns the rows as objects by column name. */
  all(...parameters: (string | number)[]): unknown[]
}

/** @throws `TypeError` if the driver has neither of the two properties. */
export function isInTransaction({ inTransaction, isTransaction }: SqliteDatabase): boolean {
  const isOpen = inTransaction ?? isTransaction
  if (typeof isOpen === 'boolean') return isOpen
  throw new TypeError(
    '"database" must have a boolean "inTransaction" or "isTransaction": use better-sqlite3, bun:sqlite, or node:sqlite of Node 22.16 or newer',
  )
}
