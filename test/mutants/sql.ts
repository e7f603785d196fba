import type { Mutation } from './mutation.js'

const PLACEHOLDER = '(?:\\?|\\$\\d+::text)'
const KIND = new RegExp(`\\bkind = ${PLACEHOLDER}`)
const TENANT = new RegExp(`\\b(?:tenant_id = ${PLACEHOLDER}|tenant_digest = UNHEX\\(SHA2\\(\\?, 256\\)\\))`)
const ID = new RegExp(`\\b(?:id = ${PLACEHOLDER}|id_digest = UNHEX\\(SHA2\\(\\?, 256\\)\\))`)
const REVISION = new RegExp(`(?<= AND )revision = (?:${PLACEHOLDER}|CAST\\(\\? AS BINARY\\))`)
const RETENTION = /\b(?:swept\.)?retain_until_ms <= (?:\(SELECT ms FROM clock\)|LEAST\(.*?\) \* 1000\)|\?)/g

type Verb = 'insert' | 'replace' | 'remove' | 'sweep'

/** Every part of what decides a write of a SQL store, and what reads its outcome. */
export const sqlMutations: readonly Mutation[] = [
  missing(
    'the revision in the predicate of a replacement',
    'replace',
    REVISION,
    'replaces a document only if its revision is the expected one',
  ),
  missing('the revision in the predicate of a removal', 'remove', REVISION, 'removes a document only if its revision is the expected one'),
  ...(['replace', 'remove'] as const).flatMap((verb) => {
    const caughtBy = `${verb}s one document and no other`
    return [
      missing(`the kind in the predicate of a ${verb}`, verb, KIND, caughtBy),
      missing(`the tenant in the predicate of a ${verb}`, verb, TENANT, caughtBy),
      missing(`the id in the predicate of a ${verb}`, verb, ID, caughtBy),
    ]
  }),
  {
    without: 'the conflict of an insertion with what is stored',
    caughtBy: 'creates a document only if none is stored under its key',
    mutate: (text) => (verbOf(text) === 'insert' ? overwriting(text) : text),
  },
  missing('the date in the predicate of a sweep', 'sweep', RETENTION, 'never sweeps a document whose retainUntilMs is null'),
  {
    ...counted('the count of inserted rows', 'insert', 'creates a document only if none is stored under its key'),
    // MySQL tells by an error.
    mutate: (text) => (/FROM DUAL/.test(text) ? text.replace('INSERT INTO', 'INSERT IGNORE INTO') : text),
  },
  counted('the count of replaced rows', 'replace', 'replaces a document only if its revision is the expected one'),
  counted('the count of removed rows', 'remove', 'removes a document only if its revision is the expected one'),
]

function missing(without: string, verb: Verb, part: RegExp, caughtBy: string): Mutation {
  // Still there for its parameter, and always true.
  return { without, caughtBy, mutate: (text) => (verbOf(text) === verb ? text.replace(part, '($& OR 1 = 1)') : text) }
}

function counted(without: string, verb: Verb, caughtBy: string): Mutation {
  return { without, caughtBy, answer: (text, answer) => (verbOf(text) === verb ? asIfOne(answer) : answer) }
}

function verbOf(text: string): Verb | undefined {
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

/** One row, as better-sqlite3, pg, mysql2 and mariadb count it. */
function asIfOne(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((part: unknown, index) => (index === 0 ? asIfOne(part) : part))
  if (typeof answer !== 'object' || answer === null) return answer
  if ('changes' in answer) return { ...answer, changes: 1 }
  if ('affectedRows' in answer) return { ...answer, affectedRows: 1 }
  if (!('rows' in answer) || !Array.isArray(answer.rows)) return answer
  const rows: readonly (readonly unknown[])[] = answer.rows
  return { ...answer, rows: rows.map(([isAlone]) => [isAlone, '1']) }
}
