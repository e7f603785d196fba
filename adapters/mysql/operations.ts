import type { ScannedPage, ScanPage, Store, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import { keyToColumn, rowToDocument } from '../sql/row.js'
import type { MysqlConnection } from './connection.js'
import { errorNumber } from './failure.js'
import { documentColumns, keyColumns, kindColumn } from './parameters.js'
import type { MysqlStatements, ScanRange } from './statements.js'

/** Returns the four methods of the store. */
export function mysqlOperations(connection: MysqlConnection, statements: MysqlStatements): Store {
  return {
    read: (keys) => read(connection, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(connection, statements, key, expected, next),
    sweep: (batch) => sweep(connection, statements, batch),
    scan: (page) => scan(connection, statements, page),
  }
}

async function read(
  connection: MysqlConnection,
  statements: MysqlStatements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  if (keys.length === 0) return []
  const rows = await connection.query(statements.read(keys.length), keys.flatMap(keyColumns))
  const documents = new Map(rows.map((row) => [Number((row as { position: unknown }).position), rowToDocument(row)]))
  return keys.map((_, position) => documents.get(position))
}

async function compareAndSet(
  connection: MysqlConnection,
  statements: MysqlStatements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const keyParameters = keyColumns(key)
  const values = next === null ? null : documentColumns(next)
  if (values === null && expected === null) {
    return (await connection.query(statements.read(1), keyParameters)).length === 0
  }
  if (values === null) return (await connection.write(statements.remove, [...keyParameters, expected])) === 1
  if (expected !== null) {
    return (await connection.write(statements.replace, [...values, ...keyParameters, expected])) === 1
  }
  const [, tenantId, id] = keyParameters
  return isInserted(() => connection.write(statements.insert, [...keyParameters, tenantId, id, ...values]))
}

/** The table has one unique key, the primary key: this error means that a document is stored. */
const duplicateKey = 1062

async function isInserted(insert: () => Promise<number>): Promise<boolean> {
  try {
    return (await insert()) === 1
  } catch (error) {
    if (errorNumber(error) === duplicateKey) return false
    throw error
  }
}

async function sweep(
  connection: MysqlConnection,
  statements: MysqlStatements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return connection.write(statements.sweep(limit), [nowMs])
}

async function scan(
  connection: MysqlConnection,
  statements: MysqlStatements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const { range, parameters } = rangeOf(tenantId, cursor)
  const sql = statements.scan(range, limit)
  const rows = await connection.query(sql, [kindColumn(keyToColumn(kind, 'kind')), ...parameters])
  return rowsToPage(rows, kind, limit)
}

interface RangeQuery {
  readonly range: ScanRange
  readonly parameters: readonly string[]
}

function rangeOf(tenantId: string | undefined, cursor: string | undefined): RangeQuery {
  const after = cursorToPosition(cursor)
  if (tenantId === undefined) {
    if (cursor === undefined) return { range: 'kind', parameters: [] }
    return { range: 'kindAfter', parameters: [after.tenantId, after.tenantId, after.id] }
  }
  const tenant = keyToColumn(tenantId, 'tenantId')
  if (cursor === undefined) return { range: 'tenant', parameters: [tenant] }
  return { range: 'tenantAfter', parameters: [tenant, after.id] }
}
