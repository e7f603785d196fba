import type { StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/** The parameters of a key, in the order of the primary key. */
export type KeyParameters = [kind: string, tenantId: string, id: string]

/** The parameters of a document, in the order of the columns. */
export type DocumentParameters = [revision: string, body: string, seal: string, retainUntilMs: number | null]

export function keyToParameters({ kind, tenantId, id }: StoreKey): KeyParameters {
  return [keyToColumn(kind, 'kind'), keyToColumn(tenantId, 'tenantId'), keyToColumn(id, 'id')]
}

export function documentToParameters({ revision, body, seal, retainUntilMs }: StoredDocument): DocumentParameters {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError(`"retainUntilMs" must be a whole number of milliseconds, or null, but is ${retainUntilMs}`)
  }
  return [checkText(revision, 'revision'), checkText(body, 'body'), checkText(seal, 'seal'), retainUntilMs]
}

export function rowToDocument(row: unknown): StoredDocument {
  const retainUntilMs = columnOf(row, 'retain_until_ms')
  return {
    revision: textOf(row, 'revision'),
    body: textOf(row, 'body'),
    seal: textOf(row, 'seal'),
    // Drivers return 64-bit columns as number, bigint or text.
    retainUntilMs: retainUntilMs === null ? null : Number(retainUntilMs),
  }
}

export function rowToEntry(row: unknown, kind: string): StoreEntry {
  const key = { tenantId: columnToKey(textOf(row, 'tenant_id')), kind, id: columnToKey(textOf(row, 'id')) }
  return { key, document: rowToDocument(row) }
}

// PostgreSQL refuses NUL in text, and some drivers and tools end the text there. NUL is therefore stored as U+2400 and '0',
// and U+2400 itself twice. Every other key is stored as it is, so that an operator can read it.
export function keyToColumn(text: string, field: keyof StoreKey): string {
  return checkText(text.replaceAll('\u2400', '\u2400\u2400').replaceAll('\0', '\u24000'), field)
}

function columnToKey(column: string): string {
  return column.replace(/\u2400([0\u2400])/g, (_, escaped) => (escaped === '0' ? '\0' : '\u2400'))
}

// UTF-8 cannot encode half of a surrogate pair: different keys would be stored as the same replacement character.
function checkText(text: string, field: string): string {
  if (text.includes('\0')) throw new RangeError(`"${field}" must not contain NUL characters`)
  if (/\p{Surrogate}/u.test(text)) {
    throw new RangeError(`"${field}" must be well-formed Unicode, but contains half of a surrogate pair`)
  }
  return text
}

function textOf(row: unknown, column: string): string {
  const value = columnOf(row, column)
  if (typeof value === 'string') return value
  throw new TypeError(`The driver must return the column "${column}" as text, but returned ${typeof value}`)
}

function columnOf(row: unknown, column: string): unknown {
  if (typeof row !== 'object' || row === null || !(column in row)) {
    throw new TypeError(`The driver must return rows as objects, each with a property "${column}"`)
  }
  return (row as Readonly<Record<string, unknown>>)[column]
}
