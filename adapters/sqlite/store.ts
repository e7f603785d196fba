import { namingMissingTable } from '../sql/missing-table.js'
import type { Sleep } from '../sql/retry.js'
import { sleepOnTimer } from '../sql/retry.js'
import { defaultTable } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import { sqliteConnection } from './connection.js'
import { isInTransaction } from './driver.js'
import { isMissingTable } from './failure.js'
import { sqliteOperations } from './operations.js'
import type { SqliteStoreOptions } from './options.js'
import { sqliteStatements } from './statements.js'

/**
 * Creates a store that keeps documents in a SQLite file. Any number of processes on one machine may share the file.
 *
 * A write is on disk before it is acknowledged. If another process has locked the file, a call retries for up to 4.5 seconds
 * without blocking the event loop, and then rejects.
 *
 * At its first call the store sets `journal_mode = WAL`, `synchronous = FULL`, `fullfsync = ON` and `busy_timeout = 0` on the
 * connection. Leave these settings as they are.
 *
 * @returns a store without a table: call `createSchema` once, or run `schema` in your migration tool. Its methods reject
 * with a `StoreError` if SQLite wrote nothing, for example inside a transaction of the connection or on a file that may not
 * be written, with a `RangeError` for an invalid limit, cursor or text, and with the error of the driver for everything
 * else. The `cause` of a `StoreError` is the error of the driver.
 * @throws `RangeError` if `table` is not a valid name.
 * @throws `TypeError` if `database` does not report whether it is inside a transaction.
 *
 * @example
 * ```ts
 * import Database from 'better-sqlite3'
 * import { sqliteStore } from 'temporary-access-pass/sqlite'
 *
 * const store = sqliteStore({ database: new Database('passes.db') })
 * await store.createSchema()
 * ```
 */
export function sqliteStore(options: SqliteStoreOptions): SqlStore {
  return buildSqliteStore(options, sleepOnTimer)
}

/** Builds the store. Not exported by the entry point: tests pass a `sleep` of their own. */
export function buildSqliteStore({ database, table = defaultTable }: SqliteStoreOptions, sleep: Sleep): SqlStore {
  const statements = sqliteStatements(table)
  // Called for its exception: an unsuitable driver fails here and not at the first sign-in.
  isInTransaction(database)
  const connection = sqliteConnection(database, statements.emptyWrite, sleep)

  return Object.freeze({
    keepsWhatItShows: true,
    sendsOnce: true,
    schema: statements.schema,
    async createSchema() {
      await connection.run(() => database.exec(statements.schema))
    },
    ...namingMissingTable(sqliteOperations(connection, statements), table, isMissingTable),
  } satisfies SqlStore)
}
