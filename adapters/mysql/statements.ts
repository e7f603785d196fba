import { checkName } from '../sql/schema.js'

/** Everything this store ever says to a database. */
export interface Statements {
  readonly schema: string
  readonly durability: string
  readonly insert: string
  readonly replace: string
  readonly remove: string
  /** As many keys as asked for, each with its position among them. */
  read(keys: number): string
  sweep(limit: number): string
  scan(range: ScanRange, limit: number): string
}

/** What a page is of, and whether it begins after a position. */
export type ScanRange = 'kind' | 'kindAfter' | 'tenant' | 'tenantAfter'

/** Longest texts of the columns, in characters. A key doubles at most: see `keyToColumn`. */
export const LONGEST = { kind: 64, key: 1_024, revision: 255, text: 4_194_303 } as const

// `body` is a keyword where `sql_mode` is ORACLE.
const COLUMNS = 'revision, `body`, seal, retain_until_ms'
const DIGEST = 'UNHEX(SHA2(?, 256))'
const KEY = `kind = ? AND tenant_digest = ${DIGEST} AND id_digest = ${DIGEST}`
// As bytes: the collation of the column would let trailing spaces go by.
const REVISION = 'revision = CAST(? AS BINARY)'

// Not to be broken without an error, and before anything is read or written: each of these adds 1 to the largest number
// there is, which fails (1690) in every SQL mode. Only MariaDB looks into the comment: MySQL has no such variable.
const FLAWS = [
  '(@@autocommit = 0)',
  "(@@character_set_client <> 'utf8mb4')",
  "(@@character_set_connection <> 'utf8mb4')",
  "(COALESCE(@@character_set_results, 'utf8mb4') <> 'utf8mb4')",
  '/*M! @@in_transaction + */ 0',
]
const SOUND = `18446744073709551615 + ${FLAWS.join(' + ')} > 0`

const AFTER_IN_TENANT = `AND id_digest > ${DIGEST}`
const AFTER = `AND (tenant_digest > ${DIGEST} OR (tenant_digest = ${DIGEST} AND id_digest > ${DIGEST}))`
const RANGES: Readonly<Record<ScanRange, string>> = {
  kind: 'kind = ?',
  kindAfter: `kind = ? ${AFTER}`,
  tenant: `kind = ? AND tenant_digest = ${DIGEST}`,
  tenantAfter: `kind = ? AND tenant_digest = ${DIGEST} ${AFTER_IN_TENANT}`,
}

export function statementsFor(tableName: string): Statements {
  const table = `\`${checkName(tableName, 'table')}\``
  return {
    schema: schemaOf(tableName),
    durability:
      'SELECT @@innodb_flush_log_at_trx_commit AS flush_log, @@log_bin AS has_binary_log, @@sync_binlog AS sync_binary_log',
    // No `INSERT IGNORE`, which would let truncated text and every other error go by.
    insert: `INSERT INTO ${table} (kind, tenant_digest, id_digest, tenant_id, id, ${COLUMNS}) SELECT ?, ${DIGEST}, ${DIGEST}, ?, ?, ?, ?, ?, ? FROM DUAL WHERE ${SOUND}`,
    replace: `UPDATE ${table} SET revision = ?, \`body\` = ?, seal = ?, retain_until_ms = ? WHERE ${KEY} AND ${REVISION} AND ${SOUND}`,
    remove: `DELETE FROM ${table} WHERE ${KEY} AND ${REVISION} AND ${SOUND}`,
    read: (keys) =>
      Array.from(
        { length: keys },
        (_, position) => `SELECT ${position} AS position, ${COLUMNS} FROM ${table} WHERE ${KEY} AND ${SOUND}`,
      ).join(' UNION ALL '),
    // Each row is judged under its lock, as it is now. The server's clock in whole seconds, because `UNIX_TIMESTAMP()` alone
    // knows no time zone. Limits are written out: as parameters, drivers send numbers as a type that MySQL refuses there.
    sweep: (limit) =>
      `DELETE FROM ${table} WHERE retain_until_ms <= LEAST(CAST(? AS SIGNED), UNIX_TIMESTAMP() * 1000) AND ${SOUND} ORDER BY retain_until_ms LIMIT ${limit}`,
    scan: (range, limit) =>
      `SELECT tenant_id, id, ${COLUMNS} FROM ${table} WHERE ${RANGES[range]} AND ${SOUND} ORDER BY tenant_digest, id_digest LIMIT ${limit}`,
  }
}

// The primary key is made of SHA-256 digests, because neither MySQL nor MariaDB can index two texts of 512 characters
// (InnoDB's keys end at 3072 bytes), and because the one collation that both have for bytes, `utf8mb4_bin`, takes 'bob' and
// 'bob ' for the same. The texts stand beside the digests in columns that every tool shows as text.
function schemaOf(table: string): string {
  return `CREATE TABLE IF NOT EXISTS \`${table}\` (
  kind VARCHAR(${LONGEST.kind}) NOT NULL,
  tenant_digest BINARY(32) NOT NULL COMMENT 'UNHEX(SHA2(tenant_id, 256))',
  id_digest BINARY(32) NOT NULL COMMENT 'UNHEX(SHA2(id, 256))',
  tenant_id VARCHAR(${LONGEST.key}) NOT NULL,
  id VARCHAR(${LONGEST.key}) NOT NULL,
  revision VARCHAR(${LONGEST.revision}) NOT NULL,
  \`body\` MEDIUMTEXT NOT NULL,
  seal MEDIUMTEXT NOT NULL,
  retain_until_ms BIGINT,
  PRIMARY KEY (kind, tenant_digest, id_digest),
  KEY ${table}_retention (retain_until_ms)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_bin;
`
}
