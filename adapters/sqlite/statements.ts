import type { ColumnTypes } from '../sql/schema.js'
import { checkName, tableColumns } from '../sql/schema.js'

/** Every statement that the store sends. */
export interface SqliteStatements {
  readonly schema: string
  /** Needs the right to write, and changes nothing. */
  readonly emptyWrite: string
  readonly read: string
  readonly insert: string
  readonly replace: string
  readonly remove: string
  readonly sweep: string
  readonly scanAll: string
  readonly scanTenant: string
}

const types: ColumnTypes = {
  kind: 'TEXT COLLATE BINARY',
  key: 'TEXT COLLATE BINARY',
  text: 'TEXT',
  revision: 'TEXT',
  integer: 'INTEGER',
}
const documentColumns = 'revision, body, seal, retain_until_ms'
// The types of better-sqlite3 do not accept null as a parameter: the store passes an empty text instead.
const retainUntilMs = "NULLIF(?, '')"
const isKey = 'kind = ? AND tenant_id = ? AND id = ?'

export function sqliteStatements(tableName: string): SqliteStatements {
  const table = `"${checkName(tableName, 'table')}"`
  return {
    schema: `CREATE TABLE IF NOT EXISTS ${table} (
${tableColumns(types)}
);
CREATE INDEX IF NOT EXISTS "${tableName}_retention" ON ${table} (retain_until_ms)
  WHERE retain_until_ms IS NOT NULL;
`,
    emptyWrite: `UPDATE ${table} SET revision = revision WHERE false`,
    read: `SELECT ${documentColumns} FROM ${table} WHERE ${isKey}`,
    insert: `INSERT INTO ${table} (kind, tenant_id, id, ${documentColumns}) VALUES (?, ?, ?, ?, ?, ?, ${retainUntilMs}) ON CONFLICT DO NOTHING`,
    replace: `UPDATE ${table} SET revision = ?, body = ?, seal = ?, retain_until_ms = ${retainUntilMs} WHERE ${isKey} AND revision = ?`,
    remove: `DELETE FROM ${table} WHERE ${isKey} AND revision = ?`,
    // SQLite has one writer at a time, so no row that the subquery selects can be renewed before it is deleted.
    sweep: `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE retain_until_ms <= ? LIMIT ?)`,
    scanAll: `SELECT tenant_id, id, ${documentColumns} FROM ${table} WHERE kind = ? AND (tenant_id, id) > (?, ?) ORDER BY tenant_id, id LIMIT ?`,
    scanTenant: `SELECT tenant_id, id, ${documentColumns} FROM ${table} WHERE kind = ? AND tenant_id = ? AND id > ? ORDER BY id LIMIT ?`,
  }
}
