import { checkName } from '../sql/schema.js'

/** Every statement that the store sends. */
export interface MysqlStatements {
  readonly schema: string
  readonly durability: string
  readonly insert: string
  readonly replace: string
  readonly remove: string
  /** Takes this number of keys. Each row has the position of its key. */
  read(keys: number): string
  sweep(limit: number): string
  scan(range: ScanRange, limit: number): string
}

/** The entries that a page comes from, and whether it begins after a position. */
export type ScanRange = 'kind' | 'kindAfter' | 'tenant' | 'tenantAfter'

/** In characters. Escaping at most doubles the 512 characters of a key: see `keyToColumn`. */
export const maxColumnLengths = { kind: 64, key: 1_024, revision: 255, text: 4_194_303 } as const

// `body` is a keyword where `sql_mode` is ORACLE.
const documentColumnNames = 'revision, `body`, seal, retain_until_ms'
const digest = 'UNHEX(SHA2(?, 256))'
const isKey = `kind = ? AND tenant_digest = ${digest} AND id_digest = ${digest}`
// Compared as bytes, because the collation of the column ignores trailing spaces.
const isRevision = 'revision = CAST(? AS BINARY)'

// A document that is read decides a sign-in, so a read must come from where it could be written. `super_read_only` implies
// `read_only`, which a server reports as a number or, newer ones, as a word. Each of the two comments is executed by one
// server: MariaDB, or MySQL 5.7.20 and newer. Accounts that may write to a read-only server are refused too: their writes
// are lost when the server follows its primary again.
const readOnlyFlaws = [
  "(CAST(@@read_only AS CHAR) NOT IN ('0', 'OFF'))",
  '(@@innodb_read_only <> 0)',
  '/*M! @@tx_read_only + */ /*!50720 @@transaction_read_only + */ 0',
]
/** Asks whether the connection may only read, in the column `is_read_only`. */
export const isReadOnlyStatement: string = `SELECT ${readOnlyFlaws.join(' + ')} AS is_read_only`

// An unsuitable connection must fail before the statement reads or writes anything. Each flaw adds 1 to the largest 64-bit
// number, which is error 1690 in every SQL mode. MySQL has no `@@in_transaction`: only MariaDB executes that comment.
const connectionFlaws = [
  '(@@autocommit = 0)',
  "(@@character_set_client <> 'utf8mb4')",
  "(@@character_set_connection <> 'utf8mb4')",
  "(COALESCE(@@character_set_results, 'utf8mb4') <> 'utf8mb4')",
  '/*M! @@in_transaction + */ 0',
]
const hasNoFlaw = (flaws: readonly string[]): string => `18446744073709551615 + ${flaws.join(' + ')} > 0`
const isSuitable = `${hasNoFlaw(readOnlyFlaws)} AND ${hasNoFlaw(connectionFlaws)}`

const isAfterInTenant = `AND id_digest > ${digest}`
const isAfter = `AND (tenant_digest > ${digest} OR (tenant_digest = ${digest} AND id_digest > ${digest}))`
const rangeConditions: Readonly<Record<ScanRange, string>> = {
  kind: 'kind = ?',
  kindAfter: `kind = ? ${isAfter}`,
  tenant: `kind = ? AND tenant_digest = ${digest}`,
  tenantAfter: `kind = ? AND tenant_digest = ${digest} ${isAfterInTenant}`,
}

export function mysqlStatements(tableName: string): MysqlStatements {
  const table = `\`${checkName(tableName, 'table')}\``
  return {
    schema: schemaOf(tableName),
    durability:
      'SELECT @@innodb_flush_log_at_trx_commit AS flush_log, @@log_bin AS has_binary_log, @@sync_binlog AS sync_binary_log',
    // `INSERT IGNORE` would also ignore truncated text and every other error.
    insert: `INSERT INTO ${table} (kind, tenant_digest, id_digest, tenant_id, id, ${documentColumnNames}) SELECT ?, ${digest}, ${digest}, ?, ?, ?, ?, ?, ? FROM DUAL WHERE ${isSuitable}`,
    replace: `UPDATE ${table} SET revision = ?, \`body\` = ?, seal = ?, retain_until_ms = ? WHERE ${isKey} AND ${isRevision} AND ${isSuitable}`,
    remove: `DELETE FROM ${table} WHERE ${isKey} AND ${isRevision} AND ${isSuitable}`,
    read: (keys) =>
      Array.from(
        { length: keys },
        (_, position) =>
          `SELECT ${position} AS position, ${documentColumnNames} FROM ${table} WHERE ${isKey} AND ${isSuitable}`,
      ).join(' UNION ALL '),
    // InnoDB reads each row under its lock, so a renewed document stays. `UNIX_TIMESTAMP()` without an argument is the only
    // clock without a time zone, and it has whole seconds. The limit is part of the text, because MySQL refuses the type in
    // which drivers send a number as a parameter there.
    sweep: (limit) =>
      `DELETE FROM ${table} WHERE retain_until_ms <= LEAST(CAST(? AS SIGNED), UNIX_TIMESTAMP() * 1000) AND ${isSuitable} ORDER BY retain_until_ms LIMIT ${limit}`,
    scan: (range, limit) =>
      `SELECT tenant_id, id, ${documentColumnNames} FROM ${table} WHERE ${rangeConditions[range]} AND ${isSuitable} ORDER BY tenant_digest, id_digest LIMIT ${limit}`,
  }
}

// The primary key has SHA-256 digests for two reasons. InnoDB limits a key to 3072 bytes, which two texts of 512 characters
// exceed. And `utf8mb4_bin`, the only binary collation of both servers, treats 'bob' and 'bob ' as equal. The texts have
// columns of their own, so that an operator can read them.
function schemaOf(table: string): string {
  return `CREATE TABLE IF NOT EXISTS \`${table}\` (
  kind VARCHAR(${maxColumnLengths.kind}) NOT NULL,
  tenant_digest BINARY(32) NOT NULL COMMENT 'UNHEX(SHA2(tenant_id, 256))',
  id_digest BINARY(32) NOT NULL COMMENT 'UNHEX(SHA2(id, 256))',
  tenant_id VARCHAR(${maxColumnLengths.key}) NOT NULL,
  id VARCHAR(${maxColumnLengths.key}) NOT NULL,
  revision VARCHAR(${maxColumnLengths.revision}) NOT NULL,
  \`body\` MEDIUMTEXT NOT NULL,
  seal MEDIUMTEXT NOT NULL,
  retain_until_ms BIGINT,
  PRIMARY KEY (kind, tenant_digest, id_digest),
  KEY ${table}_retention (retain_until_ms)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_bin;
`
}
