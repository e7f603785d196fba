import { warnOnConsole, warnOnce } from '../sql/durability.js'
import { namingMissingTable } from '../sql/missing-table.js'
import type { Sleep } from '../sql/retry.js'
import { sleepOnTimer } from '../sql/retry.js'
import { defaultTable } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import type { MysqlConnection } from './connection.js'
import { mysqlConnection } from './connection.js'
import { checkPool } from './driver.js'
import { mysqlDurabilityWarnings } from './durability.js'
import { isNoSuchTable } from './failure.js'
import { mysqlOperations } from './operations.js'
import type { MysqlStoreOptions } from './options.js'
import { mysqlStatements } from './statements.js'

/**
 * Creates a store that keeps documents in one InnoDB table of MySQL 5.7 or MariaDB 10.5, or newer. Any number of processes
 * may share the table.
 *
 * Every method sends one prepared statement. It is correct at every isolation level, with or without `FOUND_ROWS`, and in
 * every `sql_mode`. The store repeats a statement that lost a deadlock for up to 4.5 seconds, because nothing was written.
 *
 * Connections must have autocommit on and the character set `utf8mb4`, as both drivers set them by default.
 *
 * @returns a store without a table: call `createSchema` once, or run `schema` in your migration tool. Its methods reject
 * with a `StoreError` if the server wrote nothing, for example because it is read-only or the connection is inside a
 * transaction, has autocommit off or uses another character set. They reject with a `RangeError` for an invalid limit,
 * cursor or text, and with the error of the driver for everything else. The `cause` of a `StoreError` is the error of the
 * driver. MySQL does not report transactions to statements: there, only writes through `mysql2` notice one.
 * @throws `RangeError` if `table` is not a valid name.
 * @throws `TypeError` if `pool` is a single connection, or a pool that returns its results to callbacks.
 *
 * @example
 * ```ts
 * import { createPool } from 'mysql2/promise'
 * import { mysqlStore } from 'temporary-access-pass/mysql'
 *
 * const store = mysqlStore({ pool: createPool('mysql://app:password@localhost/passes') })
 * await store.createSchema()
 * ```
 */
export function mysqlStore(options: MysqlStoreOptions): SqlStore {
  return buildMysqlStore(options, sleepOnTimer)
}

/** Builds the store. Not exported by the entry point: tests pass a `sleep` of their own. */
export function buildMysqlStore(
  { pool, table = defaultTable, onWarning = warnOnConsole }: MysqlStoreOptions,
  sleep: Sleep,
): SqlStore {
  checkPool(pool)
  const statements = mysqlStatements(table)
  const direct = mysqlConnection(pool, sleep)
  const checkDurability = warnOnce(async () => {
    const [settings] = await direct.query(statements.durability, [])
    return mysqlDurabilityWarnings(settings)
  }, onWarning)
  const connection: MysqlConnection = {
    async query(sql, parameters) {
      await checkDurability()
      return direct.query(sql, parameters)
    },
    async write(sql, parameters) {
      await checkDurability()
      return direct.write(sql, parameters)
    },
  }

  return Object.freeze({
    schema: statements.schema,
    async createSchema() {
      await connection.write(statements.schema, [])
    },
    ...namingMissingTable(mysqlOperations(connection, statements), table, isNoSuchTable),
  } satisfies SqlStore)
}
