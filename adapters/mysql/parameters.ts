import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { documentToParameters, keyToParameters } from '../sql/row.js'
import { LONGEST } from './statements.js'

/** What a statement takes, in order. */
export type Parameters = readonly (string | number | null)[]

/** A key as the columns hold it: kind, tenant, id. */
export function keyColumns(key: StoreKey): readonly [kind: string, tenantId: string, id: string] {
  const [kind, tenantId, id] = keyToParameters(key)
  return [kindColumn(kind), checkLength(tenantId, LONGEST.key), checkLength(id, LONGEST.key)]
}

/** @throws `RangeError` for what the column would hold as another kind. */
export function kindColumn(kind: string): string {
  // The collation of the column takes such a kind for the one without the space.
  if (kind.endsWith(' ')) throw new RangeError('"kind" must not end with a space')
  return checkLength(kind, LONGEST.kind)
}

export function documentColumns(document: StoredDocument): Parameters {
  const [revision, body, seal, retainUntilMs] = documentToParameters(document)
  return [
    checkLength(revision, LONGEST.revision),
    checkLength(body, LONGEST.text),
    checkLength(seal, LONGEST.text),
    retainUntilMs,
  ]
}

// Here and not in the database, which cuts text off in silence unless its SQL mode is a strict one.
function checkLength(text: string, longest: number): string {
  if (text.length > longest) throw new RangeError(`Text must be at most ${longest} characters for its column`)
  return text
}
