import type { ColumnTypes } from '../sql/schema.js'
import { checkName, tableColumns } from '../sql/schema.js'
import type { PostgresStatement } from './driver.js'

/** Every statement that the store sends. The first column of each result is {@link isOutsideTransaction}. */
export interface PostgresStatements {
  readonly schema: string
  /** The quoted names of the table and its index. */
  readonly relations: readonly string[]
  readonly isCreated: PostgresStatement
  readonly read: PostgresStatement
  readonly insert: PostgresStatement
  readonly replace: PostgresStatement
  readonly remove: PostgresStatement
  readonly sweep: PostgresStatement
  readonly scanAll: PostgresStatement
  readonly scanTenant: PostgresStatement
}

const types: ColumnTypes = {
  kind: 'TEXT COLLATE "C"',
  key: 'TEXT COLLATE "C"',
  text: 'TEXT',
  revision: 'TEXT COLLATE "C"',
  integer: 'BIGINT',
}

const marker = '/* temporary-access-pass */'

// Whether this statement is a transaction of its own, which commits at its end. Inside a block, now() is the time of BEGIN.
// Outside, it is the time of the message that started this statement. That message bound the parameters (when the unnamed
// portal was created) or, at the first use in a session, prepared the statement. PostgreSQL stores each time once, in
// microseconds, so the comparison is exact. Only named prepared statements show these times.
// BEGIN itself can be a prepared statement with the same time: the marker keeps it out of the comparison.
export const isOutsideTransaction: string = `(
  EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE name = '' AND creation_time = pg_catalog.now())
  OR EXISTS (
    SELECT FROM pg_catalog.pg_prepared_statements
    WHERE prepare_time = pg_catalog.now() AND pg_catalog.starts_with(statement, '${marker}')
  )
)`
const guard = `guard AS MATERIALIZED (SELECT ${isOutsideTransaction} AS is_outside)`
const isKey = 'kind = $1::text AND tenant_id = $2::text AND id = $3::text'
const documentColumns = 'revision, body, seal, retain_until_ms'
const documentAsText = 'revision, body, seal, retain_until_ms::text AS retain_until_ms'

// A document that is read decides a sign-in, so a read must come from where it could be written. PostgreSQL refuses this
// lock with 25006 on a standby and in a read-only session, before it runs the statement. It locks no row, because it selects
// none.
const refuseReadOnly = (table: string): string =>
  `LEFT JOIN (SELECT FROM ${table} WHERE false FOR KEY SHARE) AS writable ON true`

export function postgresStatements(tableName: string, schemaName: string | undefined): PostgresStatements {
  const name = checkName(tableName, 'table')
  const inSchema = schemaName === undefined ? '' : `"${checkName(schemaName, 'schema')}".`
  const table = `${inSchema}"${name}"`
  return {
    schema: `CREATE TABLE IF NOT EXISTS ${table} (
${tableColumns(types)}
);
CREATE INDEX IF NOT EXISTS "${name}_retention" ON ${table} (retain_until_ms)
  WHERE retain_until_ms IS NOT NULL;
`,
    relations: [table, `${inSchema}"${name}_retention"`],
    isCreated: postgresStatement(
      'created',
      `SELECT ${isOutsideTransaction}::text,
  (pg_catalog.to_regclass($1::text) IS NOT NULL AND pg_catalog.to_regclass($2::text) IS NOT NULL)::text`,
    ),
    read: readStatement(table),
    insert: writeStatement(
      'insert',
      `INSERT INTO ${table} (kind, tenant_id, id, ${documentColumns})
  SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text::bigint FROM guard WHERE is_outside
  ON CONFLICT DO NOTHING RETURNING 1`,
    ),
    replace: writeStatement(
      'replace',
      `UPDATE ${table} SET revision = $4::text, body = $5::text, seal = $6::text, retain_until_ms = $7::text::bigint
  WHERE ${isKey} AND revision = $8::text AND (SELECT is_outside FROM guard) RETURNING 1`,
    ),
    remove: writeStatement(
      'remove',
      `DELETE FROM ${table} WHERE ${isKey} AND revision = $4::text AND (SELECT is_outside FROM guard) RETURNING 1`,
    ),
    sweep: sweepStatement(table),
    scanAll: scanStatement('scan_all', table, '(tenant_id, id) > ($2::text, $3::text)'),
    scanTenant: scanStatement('scan_tenant', table, 'tenant_id = $2::text AND id > $3::text'),
  }
}

// LIMIT keeps the planner from joining the whole table, whatever size it expects. Each list is wrapped in a subquery, because
// otherwise the planner counts its members and plans every call again, which takes longer than the call.
function readStatement(table: string): PostgresStatement {
  const lists = ['$1', '$2', '$3'].map((list) => `(SELECT ${list}::text::text[])`)
  return postgresStatement(
    'read',
    `SELECT ${isOutsideTransaction}::text, revision, body, seal, retain_until_ms
FROM unnest(${lists.join(', ')})
  WITH ORDINALITY AS requested (kind, tenant_id, id, ordinal)
LEFT JOIN LATERAL (
  SELECT ${documentAsText} FROM ${table} AS found
  WHERE found.kind = requested.kind AND found.tenant_id = requested.tenant_id AND found.id = requested.id LIMIT 1
) AS stored ON true
${refuseReadOnly(table)}
ORDER BY ordinal`,
  )
}

/** The result is one row: the guard, and the number of written rows. */
function writeStatement(operation: string, text: string): PostgresStatement {
  return postgresStatement(
    operation,
    `WITH ${guard}, written AS (
  ${text}
)
SELECT is_outside::text, (SELECT count(*) FROM written)::text FROM guard`,
  )
}

// SKIP LOCKED leaves rows that are being written to the next sweep, so that neither waits for the other. A row can be renewed
// before the sweep locks it: both conditions are evaluated again on the locked version.
function sweepStatement(table: string): PostgresStatement {
  const isPast = 'retain_until_ms <= (SELECT ms FROM clock)'
  return postgresStatement(
    'sweep',
    `WITH ${guard}, clock AS MATERIALIZED (
  SELECT least($1::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS ms
), past AS MATERIALIZED (
  SELECT kind, tenant_id, id FROM ${table} WHERE ${isPast} AND (SELECT is_outside FROM guard)
  LIMIT $2::text::bigint FOR UPDATE SKIP LOCKED
), removed AS (
  DELETE FROM ${table} AS swept USING past
  WHERE (swept.kind, swept.tenant_id, swept.id) = (past.kind, past.tenant_id, past.id) AND swept.${isPast}
  RETURNING 1
)
SELECT is_outside::text, (SELECT count(*) FROM removed)::text FROM guard`,
  )
}

/** The result has at least one row, because the guard needs one. If nothing is found, its id is NULL. */
function scanStatement(operation: string, table: string, isAfter: string): PostgresStatement {
  return postgresStatement(
    operation,
    `SELECT ${isOutsideTransaction}::text, tenant_id, id, revision, body, seal, retain_until_ms
FROM (SELECT) AS always
LEFT JOIN LATERAL (
  SELECT tenant_id, id, ${documentAsText} FROM ${table}
  WHERE kind = $1::text AND ${isAfter} ORDER BY tenant_id, id LIMIT $4::text::bigint
) AS page ON true
${refuseReadOnly(table)}
ORDER BY tenant_id, id`,
  )
}

export function postgresStatement(operation: string, body: string): PostgresStatement {
  const text = `${marker} ${body}`
  return { name: `temporary_access_pass_${operation}_${checksum(text)}`, text }
}

// FNV-1a. A connection accepts one text per name, and a pool can serve two tables or two releases of this library.
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(16)
}
