import { warnOnConsole } from '../sql/durability.js'
import { namingMissingTable } from '../sql/missing-table.js'
import type { Sleep } from '../sql/retry.js'
import { sleepOnTimer } from '../sql/retry.js'
import { defaultTable } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import { postgresDriver } from './driver.js'
import { isUndefinedTable } from './failure.js'
import { postgresOperations } from './operations.js'
import type { PostgresStoreOptions } from './options.js'
import { postgresSession } from './session.js'
import { postgresStatements } from './statements.js'

/**
 * Creates a store that keeps documents in one table of PostgreSQL 12 or newer. Any number of processes may share the table.
 *
 * Every method sends one prepared statement in one round trip, and is correct at every isolation level. After a
 * serialization failure, a deadlock or a lock timeout the store repeats the statement for up to 4.5 seconds, because nothing
 * was written.
 *
 * @returns a store without a table: call `createSchema` once, or run `schema` in your migration tool. Its methods reject
 * with a `StoreError` if PostgreSQL wrote nothing, for example inside a transaction of the connection or on a standby, with
 * a `RangeError` for an invalid limit, cursor or text, and with the error of the driver for everything else. The `cause` of
 * a `StoreError` is the error of the driver.
 * @throws `RangeError` if `table` or `schema` is not a valid name.
 * @throws `TypeError` if `client` belongs to neither driver, or is a postgres.js client created with `prepare: false`.
 *
 * @example
 * ```ts
 * import pg from 'pg'
 * import { postgresStore } from 'temporary-access-pass/postgres'
 *
 * const store = postgresStore({ client: new pg.Pool({ connectionString: process.env.DATABASE_URL }) })
 * await store.createSchema()
 * ```
 */
export function postgresStore(options: PostgresStoreOptions): SqlStore {
  return buildPostgresStore(options, sleepOnTimer)
}

/** Builds the store. Not exported by the entry point: tests pass a `sleep` of their own. */
export function buildPostgresStore(
  { client, schema, table = defaultTable, onWarning = warnOnConsole }: PostgresStoreOptions,
  sleep: Sleep,
): SqlStore {
  const statements = postgresStatements(table, schema)
  const session = postgresSession(postgresDriver(client), { sleep, onWarning })

  return Object.freeze({
    sendsOnce: true,
    schema: statements.schema,
    createSchema: () => session.create(statements.schema, statements.isCreated, statements.relations),
    ...namingMissingTable(postgresOperations(session, statements), table, isUndefinedTable),
  } satisfies SqlStore)
}
