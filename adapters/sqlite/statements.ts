import type { ColumnTypes } from '../sql/schema.js'
import { checkName, tableColumns } from '../sql/schema.js'

/** Everything this store ever says to a database. */
export interface Statements {
  readonly schema: string
  readonly read: string
  readonly insert: string
  readonly replace: string
  readonly remove: string
  readonly sweep: string
  readonly scanAll: string
  readonly scanTenant: string
}

const TYPES: ColumnTypes = {
  kind: 'TEXT COLLATE BINARY',
  key: 'TEXT COLLATE BINARY',
  text: 'TEXT',
  revision: 'TEXT',
  integer: 'INTEGER',
}
const COLUMNS = 'revision, body, seal, retain_until_ms'
// An empty text stands for NULL, which not every driver's types let through.
const DATE = "NULLIF(?, '')"
const KEY = 'kind = ? AND tenant_id = ? AND id = ?'

export function statementsFor(tableName: string): Statements {
  const table = `"${checkName(tableName, 'table')}"`
  return {
    schema: `CREATE TABLE IF NOT EXISTS ${table} (
${tableColumns(TYPES)}
);
CREATE INDEX IF NOT EXISTS "${tableName}_retention" ON ${table} (retain_until_ms)
  WHERE retain_until_ms IS NOT NULL;
`,
    read: `SELECT ${COLUMNS} FROM ${table} WHERE ${KEY}`,
    insert: `INSERT INTO ${table} (kind, tenant_id, id, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ${DATE}) ON CONFLICT DO NOTHING`,
    replace: `UPDATE ${table} SET revision = ?, body = ?, seal = ?, retain_until_ms = ${DATE} WHERE ${KEY} AND revision = ?`,
    remove: `DELETE FROM ${table} WHERE ${KEY} AND revision = ?`,
    // SQLite has one writer, and this statement is it from its first row on: what it selects nobody renews meanwhile.
    sweep: `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE retain_until_ms <= ? LIMIT ?)`,
    scanAll: `SELECT tenant_id, id, ${COLUMNS} FROM ${table} WHERE kind = ? AND (tenant_id, id) > (?, ?) ORDER BY tenant_id, id LIMIT ?`,
    scanTenant: `SELECT tenant_id, id, ${COLUMNS} FROM ${table} WHERE kind = ? AND tenant_id = ? AND id > ? ORDER BY id LIMIT ?`,
  }
}
