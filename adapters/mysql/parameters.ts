import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { documentToParameters, keyToParameters } from '../sql/row.js'
import { maxColumnLengths } from './statements.js'

/** The parameters of a statement, in order. */
export type MysqlParameters = readonly (string | number | null)[]

export function keyColumns(key: StoreKey): readonly [kind: string, tenantId: string, id: string] {
  const [kind, tenantId, id] = keyToParameters(key)
  return [
    kindColumn(kind),
    checkLength(tenantId, 'tenantId', maxColumnLengths.key),
    checkLength(id, 'id', maxColumnLengths.key),
  ]
}

/** @throws `RangeError` for a kind that the column cannot hold exactly. */
export function kindColumn(kind: string): string {
  // The collation of the column ignores trailing spaces.
  if (kind.endsWith(' ')) throw new RangeError('"kind" must not end with a space')
  return checkLength(kind, 'kind', maxColumnLengths.kind)
}

export function documentColumns(document: StoredDocument): MysqlParameters {
  const [revision, body, seal, retainUntilMs] = documentToParameters(document)
  return [
    checkLength(revision, 'revision', maxColumnLengths.revision),
    checkLength(body, 'body', maxColumnLengths.text),
    checkLength(seal, 'seal', maxColumnLengths.text),
    retainUntilMs,
  ]
}

// Checked here, because the database silently truncates longer text unless its SQL mode is strict.
function checkLength(text: string, field: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  throw new RangeError(`"${field}" must be at most ${maxLength} characters as stored, but is ${text.length}`)
}
