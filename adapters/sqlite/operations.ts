import type { ScannedPage, ScanPage, Store, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import { documentToParameters, keyToColumn, keyToParameters, rowToDocument } from '../sql/row.js'
import type { PrepareSqlite, SqliteConnection } from './connection.js'
import type { SqliteStatements } from './statements.js'

/** Returns the four methods of the store. */
export function sqliteOperations(connection: SqliteConnection, statements: SqliteStatements): Store {
  return {
    read: (keys) => read(connection, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(connection, statements, key, expected, next),
    sweep: (batch) => sweep(connection, statements, batch),
    scan: (page) => scan(connection, statements, page),
  }
}

async function read(
  connection: SqliteConnection,
  statements: SqliteStatements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  const parameters = keys.map(keyToParameters)
  const rows = await connection.runOnTable((prepare) =>
    parameters.map((key) => prepare(statements.read).all(...key)[0]),
  )
  return rows.map((row) => (row === undefined ? undefined : rowToDocument(row)))
}

async function compareAndSet(
  connection: SqliteConnection,
  statements: SqliteStatements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const keyParameters = keyToParameters(key)
  const values = next === null ? null : documentToParameters(next)
  return connection.runOnTable((prepare) => {
    if (values === null && expected === null) return prepare(statements.read).all(...keyParameters).length === 0
    if (values === null) return isOneRowChanged(prepare, statements.remove, [...keyParameters, expected])
    if (expected === null) return isOneRowChanged(prepare, statements.insert, [...keyParameters, ...values])
    return isOneRowChanged(prepare, statements.replace, [...values, ...keyParameters, expected])
  })
}

function isOneRowChanged(
  prepare: PrepareSqlite,
  sql: string,
  parameters: readonly (string | number | null)[],
): boolean {
  return Number(prepare(sql).run(...parameters.map((parameter) => parameter ?? '')).changes) === 1
}

// Other stores also compare with the clock of their server. SQLite runs on this machine and reads the same clock.
async function sweep(
  connection: SqliteConnection,
  statements: SqliteStatements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return connection.runOnTable((prepare) => Number(prepare(statements.sweep).run(nowMs, limit).changes))
}

async function scan(
  connection: SqliteConnection,
  statements: SqliteStatements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const after = cursorToPosition(cursor)
  const kindColumn = keyToColumn(kind, 'kind')
  const rows = await connection.runOnTable((prepare) =>
    tenantId === undefined
      ? prepare(statements.scanAll).all(kindColumn, after.tenantId, after.id, limit)
      : prepare(statements.scanTenant).all(kindColumn, keyToColumn(tenantId, 'tenantId'), after.id, limit),
  )
  return rowsToPage(rows, kind, limit)
}
