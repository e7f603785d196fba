import type { Mutation } from './mutation.js'

const placeholder = '(?:\\?|\\$\\d+::text)'
const kindCondition = new RegExp(`\\bkind = ${placeholder}`)
const tenantCondition = new RegExp(`\\b(?:tenant_id = ${placeholder}|tenant_digest = UNHEX\\(SHA2\\(\\?, 256\\)\\))`)
const idCondition = new RegExp(`\\b(?:id = ${placeholder}|id_digest = UNHEX\\(SHA2\\(\\?, 256\\)\\))`)
const revisionCondition = new RegExp(`(?<= AND )revision = (?:${placeholder}|CAST\\(\\? AS BINARY\\))`)
const retentionCondition = /\b(?:swept\.)?retain_until_ms <= (?:\(SELECT ms FROM clock\)|LEAST\(.*?\) \* 1000\)|\?)/g

type Operation = 'insert' | 'replace' | 'remove' | 'sweep'

/** Removes, one at a time, every condition of the statements that write, and every use of their results. */
export const sqlMutations: readonly Mutation[] = [
  missing(
    'the revision in the predicate of a replacement',
    'replace',
    revisionCondition,
    'replaces a document only if its revision is the expected one',
  ),
  missing(
    'the revision in the predicate of a removal',
    'remove',
    revisionCondition,
    'removes a document only if its revision is the expected one',
  ),
  ...(['replace', 'remove'] as const).flatMap((operation) => {
    const caughtBy = `${operation}s one document and no other`
    return [
      missing(`the kind in the predicate of a ${operation}`, operation, kindCondition, caughtBy),
      missing(`the tenant in the predicate of a ${operation}`, operation, tenantCondition, caughtBy),
      missing(`the id in the predicate of a ${operation}`, operation, idCondition, caughtBy),
    ]
  }),
  {
    without: 'the conflict of an insertion with a stored document',
    caughtBy: 'creates a document only if none is stored under its key',
    mutate: (text) => (operationOf(text) === 'insert' ? overwriting(text) : text),
  },
  missing(
    'the date in the predicate of a sweep',
    'sweep',
    retentionCondition,
    'never sweeps a document whose retainUntilMs is null',
  ),
  {
    ...counted('the count of inserted rows', 'insert', 'creates a document only if none is stored under its key'),
    // MySQL reports the conflict as an error.
    mutate: (text) => (/FROM DUAL/.test(text) ? text.replace('INSERT INTO', 'INSERT IGNORE INTO') : text),
  },
  counted('the count of replaced rows', 'replace', 'replaces a document only if its revision is the expected one'),
  counted('the count of removed rows', 'remove', 'removes a document only if its revision is the expected one'),
]

function missing(without: string, operation: Operation, part: RegExp, caughtBy: string): Mutation {
  // The condition stays because its parameter needs a position, but it is always true.
  return {
    without,
    caughtBy,
    mutate: (text) => (operationOf(text) === operation ? text.replace(part, '($& OR 1 = 1)') : text),
  }
}

function counted(without: string, operation: Operation, caughtBy: string): Mutation {
  return {
    without,
    caughtBy,
    changeResult: (text, result) => (operationOf(text) === operation ? asIfOne(result) : result),
  }
}

function operationOf(text: string): Operation | undefined {
  if (/INSERT INTO/.test(text)) return 'insert'
  if (/UPDATE ["`]/.test(text)) return 'replace'
  if (!/DELETE FROM/.test(text)) return undefined
  return /retain_until_ms <=/.test(text) ? 'sweep' : 'remove'
}

function overwriting(text: string): string {
  if (/FROM DUAL/.test(text)) return text.replace('INSERT INTO', 'REPLACE INTO')
  const columns = ['revision', 'body', 'seal', 'retain_until_ms'].map((column) => `${column} = excluded.${column}`)
  return text.replace('ON CONFLICT DO NOTHING', `ON CONFLICT (kind, tenant_id, id) DO UPDATE SET ${columns.join(', ')}`)
}

/** Changes the result of better-sqlite3, pg, mysql2 or mariadb to one written row. */
function asIfOne(result: unknown): unknown {
  if (Array.isArray(result)) return result.map((part: unknown, index) => (index === 0 ? asIfOne(part) : part))
  if (typeof result !== 'object' || result === null) return result
  if ('changes' in result) return { ...result, changes: 1 }
  if ('affectedRows' in result) return { ...result, affectedRows: 1 }
  if (!('rows' in result) || !Array.isArray(result.rows)) return result
  const rows: readonly (readonly unknown[])[] = result.rows
  return { ...result, rows: rows.map(([isOutside]) => [isOutside, '1']) }
}
