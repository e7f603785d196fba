import type { ScannedPage, ScanPage, Store, StoredDocument, StoreKey } from '../../src/ports/store.js'
import { cursorToPosition } from '../sql/cursor.js'
import { checkLimit, rowsToPage } from '../sql/page.js'
import type { KeyParameters } from '../sql/row.js'
import { documentToParameters, keyToColumn, keyToParameters, rowToDocument } from '../sql/row.js'
import type { PostgresRows } from './driver.js'
import type { PostgresSession } from './session.js'
import type { PostgresStatements } from './statements.js'

/** Returns the four methods of the store. */
export function postgresOperations(session: PostgresSession, statements: PostgresStatements): Store {
  return {
    read: (keys) => read(session, statements, keys),
    compareAndSet: (key, expected, next) => compareAndSet(session, statements, key, expected, next),
    sweep: (batch) => sweep(session, statements, batch),
    scan: (page) => scan(session, statements, page),
  }
}

async function read(
  session: PostgresSession,
  statements: PostgresStatements,
  keys: readonly StoreKey[],
): Promise<readonly (StoredDocument | undefined)[]> {
  if (keys.length === 0) return []
  const parameters = keys.map(keyToParameters)
  const column = (index: keyof KeyParameters & number) => toArray(parameters.map((key) => String(key[index])))
  const rows = await session.run(statements.read, [column(0), column(1), column(2)])
  return rows.map((row) => (row[0] === null ? undefined : rowToDocument(documentRow(row))))
}

async function compareAndSet(
  session: PostgresSession,
  statements: PostgresStatements,
  key: StoreKey,
  expected: string | null,
  next: StoredDocument | null,
): Promise<boolean> {
  const keyParameters = keyToParameters(key)
  if (next === null && expected === null) return (await read(session, statements, [key]))[0] === undefined
  if (next === null) return (await countOf(session.run(statements.remove, [...keyParameters, expected]))) === 1
  const [revision, body, seal, retainUntilMs] = documentToParameters(next)
  const values = [...keyParameters, revision, body, seal, retainUntilMs === null ? null : String(retainUntilMs)]
  if (expected === null) return (await countOf(session.run(statements.insert, values))) === 1
  return (await countOf(session.run(statements.replace, [...values, expected]))) === 1
}

async function sweep(
  session: PostgresSession,
  statements: PostgresStatements,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  checkLimit(limit)
  return countOf(session.run(statements.sweep, [String(nowMs), String(limit)]))
}

async function scan(
  session: PostgresSession,
  statements: PostgresStatements,
  { kind, tenantId, cursor, limit }: ScanPage,
): Promise<ScannedPage> {
  checkLimit(limit)
  const after = cursorToPosition(cursor)
  const kindColumn = keyToColumn(kind, 'kind')
  const rows = await (tenantId === undefined
    ? session.run(statements.scanAll, [kindColumn, after.tenantId, after.id, String(limit)])
    : session.run(statements.scanTenant, [kindColumn, keyToColumn(tenantId, 'tenantId'), after.id, String(limit)]))
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

/** The number in the only column that the session leaves of a statement that writes. */
async function countOf(result: Promise<PostgresRows>): Promise<number> {
  const [row] = await result
  return Number(row?.[0])
}

/** Writes a text array as PostgreSQL does, because the two drivers serialize arrays differently. */
function toArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
