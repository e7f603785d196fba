import type { ScannedPage, ScanPage, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import type { Wait } from '../sql/retry.js'
import { waitOnTimer } from '../sql/retry.js'
import { documentToParameters, keyToColumn, keyToParameters, rowToDocument } from '../sql/row.js'
import { DEFAULT_TABLE } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import type { Connection, Prepare } from './connection.js'
import { connect } from './connection.js'
import type { SqliteDatabase } from './driver.js'
import { isInTransaction } from './driver.js'
import type { Statements } from './statements.js'
import { statementsFor } from './statements.js'

/** What {@link sqliteStore} is built with. */
export interface SqliteStoreOptions {
  /** A connection that only this store uses, to a file on a local disk. The store never closes it. */
  readonly database: SqliteDatabase
  /** 1 to 50 letters, digits and underscores, not beginning with a digit. @defaultValue `'temporary_access_pass'` */
  readonly table?: string | undefined
  /** How to wait for another process's lock. @defaultValue a timer */
  readonly wait?: Wait | undefined
}

/**
 * Keeps documents in a SQLite file that any number of processes of one machine may share. A write is on the disk before it
 * is acknowledged; a lock held by another process is waited for up to four and a half seconds without blocking the event loop, then
 * the driver's error comes through.
 *
 * Sets `journal_mode = WAL`, `synchronous = FULL`, `fullfsync = ON` and `busy_timeout = 0` on the connection.
 *
 * @throws `RangeError` for a table name it does not take, `TypeError` for a driver that cannot tell whether it is inside a
 * transaction. Its methods reject with the driver's errors, with an `Error` inside a transaction of the connection, and
 * with `RangeError` for a limit, cursor or text that no store can take.
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
export function sqliteStore({ database, table = DEFAULT_TABLE, wait = waitOnTimer }: SqliteStoreOptions): SqlStore {
  const statements = statementsFor(table)
  isInTransaction(database)
  const connection = connect(database, wait)

  return Object.freeze({
    schema: statements.schema,
    createSchema: () => createSchema(connection, database, statements),
    read: (keys) => read(connection, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(connection, statements, key, expected, next),
    sweep: (batch) => sweep(connection, statements, batch),
    scan: (page) => scan(connection, statements, page),
  } satisfies SqlStore)
}

async function createSchema(connection: Connection, database: SqliteDatabase, { schema }: Statements): Promise<void> {
  await connection.run(() => database.exec(schema))
}

async function read(
  connection: Connection,
  statements: Statements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  const wanted = keys.map(keyToParameters)
  const rows = await connection.run((prepare) => wanted.map((key) => prepare(statements.read).all(...key)[0]))
  return rows.map((row) => (row === undefined ? undefined : rowToDocument(row)))
}

async function compareAndSet(
  connection: Connection,
  statements: Statements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const name = keyToParameters(key)
  const values = next === null ? null : documentToParameters(next)
  return connection.run((prepare) => {
    if (values === null && expected === null) return prepare(statements.read).all(...name).length === 0
    if (values === null) return changed(prepare, statements.remove, [...name, expected])
    if (expected === null) return changed(prepare, statements.insert, [...name, ...values])
    return changed(prepare, statements.replace, [...values, ...name, expected])
  })
}

function changed(prepare: Prepare, sql: string, parameters: readonly (string | number | null)[]): boolean {
  return Number(prepare(sql).run(...parameters.map((parameter) => parameter ?? '')).changes) === 1
}

// The database runs on this machine and reads the same clock as the caller: there is no second time to compare with.
async function sweep(
  connection: Connection,
  statements: Statements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return connection.run((prepare) => Number(prepare(statements.sweep).run(nowMs, limit).changes))
}

async function scan(
  connection: Connection,
  statements: Statements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const after = cursorToPosition(cursor)
  const wanted = keyToColumn(kind)
  const rows = await connection.run((prepare) =>
    tenantId === undefined
      ? prepare(statements.scanAll).all(wanted, after.tenantId, after.id, limit)
      : prepare(statements.scanTenant).all(wanted, keyToColumn(tenantId), after.id, limit),
  )
  return rowsToPage(rows, kind, limit)
}
