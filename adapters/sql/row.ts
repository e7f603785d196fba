import type { StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'

/** What a statement takes for a key, in the order of the primary key. */
export type KeyParameters = [kind: string, tenantId: string, id: string]

/** What a statement takes for a document, in the order of the columns. */
export type DocumentParameters = [revision: string, body: string, seal: string, retainUntilMs: number | null]

export function keyToParameters({ kind, tenantId, id }: StoreKey): KeyParameters {
  return [keyToColumn(kind), keyToColumn(tenantId), keyToColumn(id)]
}

export function documentToParameters({ revision, body, seal, retainUntilMs }: StoredDocument): DocumentParameters {
  if (retainUntilMs !== null && !Number.isSafeInteger(retainUntilMs)) {
    throw new RangeError('"retainUntilMs" must be whole milliseconds, or null')
  }
  return [checkText(revision), checkText(body), checkText(seal), retainUntilMs]
}

export function rowToDocument(row: unknown): StoredDocument {
  const retainUntilMs = columnOf(row, 'retain_until_ms')
  return {
    revision: textOf(row, 'revision'),
    body: textOf(row, 'body'),
    seal: textOf(row, 'seal'),
    // Some drivers answer 64-bit columns as bigint, and some as text.
    retainUntilMs: retainUntilMs === null ? null : Number(retainUntilMs),
  }
}

export function rowToEntry(row: unknown, kind: string): StoreEntry {
  const key = { tenantId: columnToKey(textOf(row, 'tenant_id')), kind, id: columnToKey(textOf(row, 'id')) }
  return { key, document: rowToDocument(row) }
}

// A NUL in a key ends the text for some drivers, tools and databases, and PostgreSQL refuses it: it is written as U+2400
// and '0', and U+2400 itself twice. Every other key is stored as it is, for an operator to read.
export function keyToColumn(text: string): string {
  return checkText(text.replaceAll('\u2400', '\u2400\u2400').replaceAll('\0', '\u24000'))
}

function columnToKey(column: string): string {
  return column.replace(/\u2400([0\u2400])/g, (_, escaped) => (escaped === '0' ? '\0' : '\u2400'))
}

// UTF-8 has no place for half a surrogate pair: every such key would become the same replacement character.
function checkText(text: string): string {
  if (/[\0\p{Surrogate}]/u.test(text)) throw new RangeError('Text must be well-formed Unicode without NUL')
  return text
}

function textOf(row: unknown, column: string): string {
  const value = columnOf(row, column)
  if (typeof value !== 'string') throw new TypeError(`The column "${column}" must come back as text`)
  return value
}

function columnOf(row: unknown, column: string): unknown {
  if (typeof row !== 'object' || row === null || !(column in row)) {
    throw new TypeError(`Rows must come back as objects with a column "${column}"`)
  }
  return (row as Readonly<Record<string, unknown>>)[column]
}
