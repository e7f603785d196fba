import type { Actor } from '../../core/access/actor.js'
import { inputIssue } from '../../core/input/create-issue.js'
import { maxIdLength, maxTimeLength } from '../../core/input/limits.js'
import type { NewPass } from '../../core/pass/create.js'
import { resolveStart } from '../../core/pass/local-start.js'
import { InvalidInputError } from '../../errors.js'
import { flag, id, optional, text, wholeNumber } from '../input-fields.js'
import { entryParser, inputParser } from '../input-parser.js'
import { passFields, toNewPass } from '../issuing/input.js'

const maxConcurrentRows = 64
const defaultConcurrentRows = 8

const createMany = inputParser({ concurrency: optional(wholeNumber(1, maxConcurrentRows)), isDryRun: optional(flag) }, [
  'rows',
])
const passRow = entryParser(
  {
    user: id,
    ...passFields,
    idempotencyKey: text(1, maxIdLength),
    startDate: optional(text(1, maxTimeLength)),
    startTime: optional(text(1, maxTimeLength)),
    timeZone: optional(text(1, maxTimeLength)),
  },
  'row',
)

/** Leaves the rows unread. @throws {@link InvalidInputError} */
export function parseCreateMany(input: unknown): {
  readonly actor: Actor
  readonly concurrency: number
  readonly isDryRun: boolean
  readonly rows: Iterable<unknown> | AsyncIterable<unknown>
} {
  const rows = readRows(input)
  try {
    const { actor, concurrency = defaultConcurrentRows, isDryRun = false } = createMany(input)
    if (rows) return { actor, concurrency, isDryRun, rows }
  } catch (error) {
    throw rows || !(error instanceof InvalidInputError) ? error : new InvalidInputError([...error.issues, noRows])
  }
  throw new InvalidInputError([noRows])
}

/** @throws {@link InvalidInputError} */
export function parsePassRow(
  row: unknown,
  { hasDeliverer, nowMs }: { readonly hasDeliverer: boolean; readonly nowMs: number },
): { readonly user: string; readonly idempotencyKey: string; readonly request: NewPass } {
  const { user, idempotencyKey, startDate, startTime, timeZone, ...fields } = passRow(row)
  const request = toNewPass(fields, hasDeliverer)
  if ([startDate, startTime, timeZone].every((part) => part === undefined)) return { user, idempotencyKey, request }
  const start = resolveStart({ startDate, startTime, timeZone }, nowMs)
  const issues = [...(start.ok ? [] : start.issues), ...(fields.startDateTime ? [twoStarts] : [])]
  if (!start.ok || issues.length > 0) throw new InvalidInputError(issues)
  return { user, idempotencyKey, request: { ...request, startDateTime: start.startDateTime } }
}

type FieldIssue = InvalidInputError['issues'][number]

const noRows: FieldIssue = inputIssue('type', 'rows', 'input.rows')

const twoStarts: FieldIssue = inputIssue('unknownField', 'startDateTime', 'input.twoStarts')

function readRows(input: unknown): Iterable<unknown> | AsyncIterable<unknown> | undefined {
  try {
    const { rows } = input as { readonly rows?: unknown }
    if (typeof rows !== 'object' || rows === null) return undefined
    return Symbol.asyncIterator in rows || Symbol.iterator in rows ? (rows as Iterable<unknown>) : undefined
  } catch {
    return undefined
  }
}
