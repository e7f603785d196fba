import type { SqliteDatabase } from './driver.js'

/** Options of {@link sqliteStore}. */
export interface SqliteStoreOptions {
  /**
   * A connection to a file on a local disk, used by this store only. You open it and you close it. The store sets four
   * pragmas on it: see {@link sqliteStore}.
   */
  readonly database: SqliteDatabase
  /**
   * Name of the table: 1 to 50 ASCII letters, digits and underscores, not starting with a digit.
   *
   * Default: `'temporary_access_pass'`.
   */
  readonly table?: string | undefined
}
