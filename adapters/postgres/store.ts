import type { ScannedPage, ScanPage, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import type { OnWarning } from '../sql/durability.js'
import { warnOnConsole } from '../sql/durability.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import type { Wait } from '../sql/retry.js'
import { waitOnTimer } from '../sql/retry.js'
import type { KeyParameters } from '../sql/row.js'
import { documentToParameters, keyToColumn, keyToParameters, rowToDocument } from '../sql/row.js'
import { DEFAULT_TABLE } from '../sql/schema.js'
import type { SqlStore } from '../sql/sql-store.js'
import type { PostgresClient, Rows } from './driver.js'
import { driverOf } from './driver.js'
import type { Session } from './session.js'
import { sessionOf } from './session.js'
import type { Statements } from './statements.js'
import { statementsFor } from './statements.js'

/** What {@link postgresStore} is built with. */
export interface PostgresStoreOptions {
  /** A pool of `pg` or postgres.js, or one connection that only this store uses. The store never ends it. */
  readonly client: PostgresClient
  /** Where the table is; it has to exist. Named as `table` is. @defaultValue the connection's `search_path` decides */
  readonly schema?: string | undefined
  /** 1 to 50 letters, digits and underscores, not beginning with a digit. @defaultValue `'temporary_access_pass'` */
  readonly table?: string | undefined
  /** How to wait before trying again what the database took back. @defaultValue a timer */
  readonly wait?: Wait | undefined
  /** Is told at the first call what is acknowledged before it is durable. @defaultValue `console.warn` */
  readonly onWarning?: OnWarning | undefined
}

/**
 * Keeps documents in one table of a PostgreSQL database that any number of processes may share. Every operation is one
 * prepared statement and one round trip, right at every isolation level; a serialization failure, a deadlock or a lock not
 * given is tried again, at most 20 times, because nothing was written.
 *
 * @throws `RangeError` for names it does not take, `TypeError` for a client that is neither driver's, or a postgres.js built
 * with `prepare: false`. Its methods reject with the driver's errors, with an `Error` inside a transaction of the connection
 * (and write nothing), and with `RangeError` for a limit, cursor or text that no store can take.
 *
 * @example
 * ```ts
 * import pg from 'pg'
 * import { postgresStore } from 'temporary-access-pass/postgres'
 *
 * const store = postgresStore({ client: new pg.Pool({ connectionString: process.env.DATABASE_URL }) })
 * await store.createSchema()
 * ```
 */
export function postgresStore({
  client,
  schema,
  table = DEFAULT_TABLE,
  wait = waitOnTimer,
  onWarning = warnOnConsole,
}: PostgresStoreOptions): SqlStore {
  const statements = statementsFor(table, schema)
  const session = sessionOf(driverOf(client), { wait, onWarning })

  return Object.freeze({
    schema: statements.schema,
    createSchema: () => session.create(statements.schema, statements.isCreated, statements.relations),
    read: (keys) => read(session, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(session, statements, key, expected, next),
    sweep: (batch) => sweep(session, statements, batch),
    scan: (page) => scan(session, statements, page),
  } satisfies SqlStore)
}

async function read(
  session: Session,
  statements: Statements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  if (keys.length === 0) return []
  const wanted = keys.map(keyToParameters)
  const column = (index: keyof KeyParameters & number) => toArray(wanted.map((key) => String(key[index])))
  const rows = await session.run(statements.read, [column(0), column(1), column(2)])
  return rows.map((row) => (row[0] === null ? undefined : rowToDocument(documentRow(row))))
}

async function compareAndSet(
  session: Session,
  statements: Statements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const name = keyToParameters(key)
  if (next === null && expected === null) return (await read(session, statements, [key]))[0] === undefined
  if (next === null) return (await count(session.run(statements.remove, [...name, expected]))) === 1
  const [revision, body, seal, retainUntilMs] = documentToParameters(next)
  const values = [...name, revision, body, seal, retainUntilMs === null ? null : String(retainUntilMs)]
  if (expected === null) return (await count(session.run(statements.insert, values))) === 1
  return (await count(session.run(statements.replace, [...values, expected]))) === 1
}

async function sweep(
  session: Session,
  statements: Statements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return count(session.run(statements.sweep, [String(nowMs), String(limit)]))
}

async function scan(
  session: Session,
  statements: Statements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const after = cursorToPosition(cursor)
  const wanted = keyToColumn(kind)
  const rows = await (tenantId === undefined
    ? session.run(statements.scanAll, [wanted, after.tenantId, after.id, String(limit)])
    : session.run(statements.scanTenant, [wanted, keyToColumn(tenantId), after.id, String(limit)]))
  const found = rows.filter(([, id]) => id !== null)
  return rowsToPage(
    found.map(([tenant_id, id, ...document]) => ({ tenant_id, id, ...documentRow(document) })),
    kind,
    limit,
  )
}

function documentRow([revision, body, seal, retain_until_ms]: readonly unknown[]): object {
  return { revision, body, seal, retain_until_ms }
}

async function count(answer: Promise<Rows>): Promise<number> {
  const [row] = await answer
  return Number(row?.[0])
}

/** A text array as PostgreSQL writes it: drivers differ in how they would. */
function toArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
