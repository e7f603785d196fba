import type { ColumnTypes } from '../sql/schema.js'
import { checkName, tableColumns } from '../sql/schema.js'
import type { Statement } from './driver.js'

/** Everything this store ever says to a database. The first column of every answer is whether the statement stood alone. */
export interface Statements {
  readonly schema: string
  /** The table and its index, quoted. */
  readonly relations: readonly string[]
  readonly isCreated: Statement
  readonly read: Statement
  readonly insert: Statement
  readonly replace: Statement
  readonly remove: Statement
  readonly sweep: Statement
  readonly scanAll: Statement
  readonly scanTenant: Statement
}

const TYPES: ColumnTypes = {
  kind: 'TEXT COLLATE "C"',
  key: 'TEXT COLLATE "C"',
  text: 'TEXT',
  revision: 'TEXT COLLATE "C"',
  integer: 'BIGINT',
}

const MARK = '/* temporary-access-pass */'

// Whether this statement is a transaction of its own, which only then ends with it. now() is the start of the transaction: of
// BEGIN inside a block, else of the first message that brought this statement. That is either the one that bound its
// parameters, when the unnamed portal began, or, on the first use in a session, the one that prepared it. The times are
// those of the messages' arrival, in microseconds, kept once and compared for equality: no clock runs between them.
// A block can begin with a prepared statement too, hence the mark. Statements without a name show no such time.
export const IS_ALONE: string = `(
  EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE name = '' AND creation_time = pg_catalog.now())
  OR EXISTS (
    SELECT FROM pg_catalog.pg_prepared_statements
    WHERE prepare_time = pg_catalog.now() AND pg_catalog.starts_with(statement, '${MARK}')
  )
)`
const ALONE = `alone AS MATERIALIZED (SELECT ${IS_ALONE} AS is_alone)`
const KEY = 'kind = $1::text AND tenant_id = $2::text AND id = $3::text'
const DOCUMENT = 'revision, body, seal, retain_until_ms'
const SHOWN = 'revision, body, seal, retain_until_ms::text AS retain_until_ms'

export function statementsFor(tableName: string, schemaName: string | undefined): Statements {
  const name = checkName(tableName, 'table')
  const inSchema = schemaName === undefined ? '' : `"${checkName(schemaName, 'schema')}".`
  const table = `${inSchema}"${name}"`
  return {
    schema: `CREATE TABLE IF NOT EXISTS ${table} (
${tableColumns(TYPES)}
);
CREATE INDEX IF NOT EXISTS "${name}_retention" ON ${table} (retain_until_ms)
  WHERE retain_until_ms IS NOT NULL;
`,
    relations: [table, `${inSchema}"${name}_retention"`],
    isCreated: statement(
      'created',
      `SELECT ${IS_ALONE}::text,
  (pg_catalog.to_regclass($1::text) IS NOT NULL AND pg_catalog.to_regclass($2::text) IS NOT NULL)::text`,
    ),
    // LIMIT keeps the planner from joining the whole table, whatever it believes of its size. The lists are hidden from it
    // in queries of their own: else it counts them, and plans every call anew, which takes longer than the call.
    read: statement(
      'read',
      `SELECT ${IS_ALONE}::text, revision, body, seal, retain_until_ms
FROM unnest(${['$1', '$2', '$3'].map((list) => `(SELECT ${list}::text::text[])`).join(', ')})
  WITH ORDINALITY AS asked (kind, tenant_id, id, place)
LEFT JOIN LATERAL (
  SELECT ${SHOWN} FROM ${table} AS found
  WHERE found.kind = asked.kind AND found.tenant_id = asked.tenant_id AND found.id = asked.id LIMIT 1
) AS stored ON true
ORDER BY place`,
    ),
    insert: write(
      'insert',
      `INSERT INTO ${table} (kind, tenant_id, id, ${DOCUMENT})
  SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text::bigint FROM alone WHERE is_alone
  ON CONFLICT DO NOTHING RETURNING 1`,
    ),
    replace: write(
      'replace',
      `UPDATE ${table} SET revision = $4::text, body = $5::text, seal = $6::text, retain_until_ms = $7::text::bigint
  WHERE ${KEY} AND revision = $8::text AND (SELECT is_alone FROM alone) RETURNING 1`,
    ),
    remove: write(
      'remove',
      `DELETE FROM ${table} WHERE ${KEY} AND revision = $4::text AND (SELECT is_alone FROM alone) RETURNING 1`,
    ),
    sweep: sweep(table),
    scanAll: scan('scan_all', table, '(tenant_id, id) > ($2::text, $3::text)'),
    scanTenant: scan('scan_tenant', table, 'tenant_id = $2::text AND id > $3::text'),
  }
}

/** Answers one row: whether it stood alone, and how many rows it wrote. */
function write(operation: string, text: string): Statement {
  return statement(
    operation,
    `WITH ${ALONE}, written AS (
  ${text}
)
SELECT is_alone::text, (SELECT count(*) FROM written)::text FROM alone`,
  )
}

// What somebody is writing now is left to the next sweep, so that neither waits for the other. A row that was renewed
// between the start of the statement and its lock is judged as it is then, by both conditions.
function sweep(table: string): Statement {
  const isPast = 'retain_until_ms <= (SELECT ms FROM clock)'
  return statement(
    'sweep',
    `WITH ${ALONE}, clock AS MATERIALIZED (
  SELECT least($1::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS ms
), past AS MATERIALIZED (
  SELECT kind, tenant_id, id FROM ${table} WHERE ${isPast} AND (SELECT is_alone FROM alone)
  LIMIT $2::text::bigint FOR UPDATE SKIP LOCKED
), removed AS (
  DELETE FROM ${table} AS swept USING past
  WHERE (swept.kind, swept.tenant_id, swept.id) = (past.kind, past.tenant_id, past.id) AND swept.${isPast}
  RETURNING 1
)
SELECT is_alone::text, (SELECT count(*) FROM removed)::text FROM alone`,
  )
}

/** Answers one row more than none: where nothing is found, its id is NULL. */
function scan(operation: string, table: string, isAfter: string): Statement {
  return statement(
    operation,
    `SELECT ${IS_ALONE}::text, tenant_id, id, revision, body, seal, retain_until_ms
FROM (SELECT) AS always
LEFT JOIN LATERAL (
  SELECT tenant_id, id, ${SHOWN} FROM ${table}
  WHERE kind = $1::text AND ${isAfter} ORDER BY tenant_id, id LIMIT $4::text::bigint
) AS page ON true
ORDER BY tenant_id, id`,
  )
}

export function statement(operation: string, body: string): Statement {
  const text = `${MARK} ${body}`
  return { name: `temporary_access_pass_${operation}_${checksum(text)}`, text }
}

// A connection knows a name by one text only: two tables, or two releases in one pool, need two names. FNV-1a.
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(16)
}
