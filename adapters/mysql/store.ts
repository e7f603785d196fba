import type { ScannedPage, ScanPage, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import type { OnWarning } from '../sql/durability.js'
import { warnOnConsole, warnOnce } from '../sql/durability.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import type { Wait } from '../sql/retry.js'
import { waitOnTimer } from '../sql/retry.js'
import { keyToColumn, rowToDocument } from '../sql/row.js'
import { DEFAULT_TABLE } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import type { Connection } from './connection.js'
import { connect } from './connection.js'
import type { MysqlPool } from './driver.js'
import { checkPool, errorNumber } from './driver.js'
import { durabilityWarnings } from './durability.js'
import { documentColumns, keyColumns, kindColumn } from './parameters.js'
import type { ScanRange, Statements } from './statements.js'
import { statementsFor } from './statements.js'

/** What {@link mysqlStore} is built with. */
export interface MysqlStoreOptions {
  /** A pool of `mysql2/promise` or `mariadb`, to the primary server. The store never closes it. */
  readonly pool: MysqlPool
  /** 1 to 50 letters, digits and underscores, not beginning with a digit. @defaultValue `'temporary_access_pass'` */
  readonly table?: string | undefined
  /** How to wait before a statement that was in a deadlock is run again. @defaultValue a timer */
  readonly wait?: Wait | undefined
  /** Is told at the first call if the server acknowledges writes before they are durable. @defaultValue `console.warn` */
  readonly onWarning?: OnWarning | undefined
}

/**
 * Keeps documents in one InnoDB table of MySQL 5.7 or MariaDB 10.5, or newer. Every method is one prepared statement, right
 * at every isolation level, with or without `FOUND_ROWS`, and in every `sql_mode`. A deadlock is run again.
 *
 * Connections must have autocommit on and the character set `utf8mb4`, as both drivers set them. A pool serves, and a
 * connection does not, since a transaction of the host could be open on it.
 *
 * @throws `RangeError` for a table name it does not take, `TypeError` for what is no pool of promises. Its methods reject
 * with the driver's errors, with an `Error` on a connection without autocommit, in another character set or (always on
 * MariaDB; writes through mysql2 on MySQL) inside a transaction, and with `RangeError` for a limit, cursor or text that no store
 * can take.
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
export function mysqlStore({
  pool,
  table = DEFAULT_TABLE,
  wait = waitOnTimer,
  onWarning = warnOnConsole,
}: MysqlStoreOptions): SqlStore {
  checkPool(pool)
  const statements = statementsFor(table)
  const direct = connect(pool, wait)
  const checkDurability = warnOnce(
    async () => durabilityWarnings((await direct.rows(statements.durability, []))[0]),
    onWarning,
  )
  const checked =
    <Answer, Given extends readonly unknown[]>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given) => {
      await checkDurability()
      return call(...given)
    }
  const connection: Connection = { rows: checked(direct.rows), change: checked(direct.change) }

  return Object.freeze({
    schema: statements.schema,
    createSchema: async () => {
      await connection.change(statements.schema, [])
    },
    read: (keys) => read(connection, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(connection, statements, key, expected, next),
    sweep: (batch) => sweep(connection, statements, batch),
    scan: (page) => scan(connection, statements, page),
  } satisfies SqlStore)
}

async function read(
  connection: Connection,
  statements: Statements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  if (keys.length === 0) return []
  const rows = await connection.rows(statements.read(keys.length), keys.flatMap(keyColumns))
  const documents = new Map(rows.map((row) => [Number((row as { position: unknown }).position), rowToDocument(row)]))
  return keys.map((_, position) => documents.get(position))
}

async function compareAndSet(
  connection: Connection,
  statements: Statements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const name = keyColumns(key)
  const values = next === null ? null : documentColumns(next)
  if (values === null && expected === null) return (await connection.rows(statements.read(1), name)).length === 0
  if (values === null) return (await connection.change(statements.remove, [...name, expected])) === 1
  if (expected !== null) return (await connection.change(statements.replace, [...values, ...name, expected])) === 1
  const [, tenantId, id] = name
  return isInserted(() => connection.change(statements.insert, [...name, tenantId, id, ...values]))
}

// The primary key is the only one that is unique.
const DUPLICATE_KEY = 1062

async function isInserted(insert: () => Promise<number>): Promise<boolean> {
  try {
    return (await insert()) === 1
  } catch (error) {
    if (errorNumber(error) === DUPLICATE_KEY) return false
    throw error
  }
}

async function sweep(
  connection: Connection,
  statements: Statements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return connection.change(statements.sweep(limit), [nowMs])
}

async function scan(
  connection: Connection,
  statements: Statements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const { range, parameters } = rangeOf(tenantId, cursor)
  const rows = await connection.rows(statements.scan(range, limit), [kindColumn(keyToColumn(kind)), ...parameters])
  return rowsToPage(rows, kind, limit)
}

interface Range {
  readonly range: ScanRange
  readonly parameters: readonly string[]
}

function rangeOf(tenantId: string | undefined, cursor: string | undefined): Range {
  const after = cursorToPosition(cursor)
  if (tenantId === undefined) {
    if (cursor === undefined) return { range: 'kind', parameters: [] }
    return { range: 'kindAfter', parameters: [after.tenantId, after.tenantId, after.id] }
  }
  const tenant = keyToColumn(tenantId)
  if (cursor === undefined) return { range: 'tenant', parameters: [tenant] }
  return { range: 'tenantAfter', parameters: [tenant, after.id] }
}
