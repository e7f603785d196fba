import type { Actor } from '../../core/access/actor.js'
import { deliveryChannels } from '../../core/directory/words.js'
import { cleanText } from '../../core/event/clean-text.js'
import { inputIssue } from '../../core/input/input-issue.js'
import { maxIdLength, maxJustificationLength, maxTicketLength, maxTimeLength } from '../../core/input/limits.js'
import type { NewPass } from '../../core/pass/create.js'
import { resolveStart } from '../../core/pass/local-start.js'
import { policyBounds } from '../../core/policy/bounds.js'
import { InvalidInputError } from '../../errors.js'
import { count, date, flag, id, oneOf, optional, text } from '../input-fields.js'
import { entryParser, inputParser } from '../input-parser.js'

const { minimumLifetimeInMinutes, maximumLifetimeInMinutes } = policyBounds

const passFields = {
  user: id,
  startDateTime: optional(date),
  // The limits of every policy. The limits of this policy are checked once it is loaded.
  lifetimeInMinutes: optional(count(minimumLifetimeInMinutes.minimum, maximumLifetimeInMinutes.maximum)),
  isUsableOnce: optional(flag),
  justification: optional(text(1, maxJustificationLength)),
  ticket: optional(text(1, maxTicketLength)),
  deliverTo: optional(oneOf(deliveryChannels)),
}
const createPass = inputParser(passFields)
const passInput = inputParser({ user: id, passId: optional(id) })
const deletePass = inputParser({ user: id, passId: optional(id), cascade: optional(flag) })

/** @throws {@link InvalidInputError} */
export function parseCreatePass(
  input: unknown,
  { hasDeliverer }: { readonly hasDeliverer: boolean },
): { readonly actor: Actor; readonly user: string; readonly request: NewPass } {
  const { actor, user, ...fields } = createPass(input)
  refuseWithoutDeliverer(fields, hasDeliverer)
  return { actor, user, request: withCleanReasons(fields) }
}

const maxConcurrentRows = 64
const defaultConcurrentRows = 8

const createMany = inputParser(
  {
    concurrency: optional(count(1, maxConcurrentRows)),
    isDryRun: optional(flag),
  },
  ['rows'],
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

type FieldIssue = InvalidInputError['issues'][number]
const noRows: FieldIssue = inputIssue('type', 'rows', 'input.rows')

const passRow = entryParser(
  {
    ...passFields,
    idempotencyKey: text(1, maxIdLength),
    startDate: optional(text(1, maxTimeLength)),
    startTime: optional(text(1, maxTimeLength)),
    timeZone: optional(text(1, maxTimeLength)),
  },
  'row',
)

/** @throws {@link InvalidInputError} */
export function parsePassRow(
  row: unknown,
  { hasDeliverer, nowMs }: { readonly hasDeliverer: boolean; readonly nowMs: number },
): { readonly user: string; readonly idempotencyKey: string; readonly request: NewPass } {
  const { user, idempotencyKey, startDate, startTime, timeZone, ...fields } = passRow(row)
  refuseWithoutDeliverer(fields, hasDeliverer)
  const request = withCleanReasons(fields)
  if ([startDate, startTime, timeZone].every((part) => part === undefined)) return { user, idempotencyKey, request }
  const start = resolveStart({ startDate, startTime, timeZone }, nowMs)
  const issues = [...(start.ok ? [] : start.issues), ...(fields.startDateTime ? [twoStarts] : [])]
  if (!start.ok || issues.length > 0) throw new InvalidInputError(issues)
  return { user, idempotencyKey, request: { ...request, startDateTime: start.startDateTime } }
}

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

function refuseWithoutDeliverer({ deliverTo }: NewPass, hasDeliverer: boolean): void {
  if (deliverTo === undefined || hasDeliverer) return
  throw new InvalidInputError([inputIssue('unknownField', 'deliverTo', 'input.noDeliverer')])
}

/** The checks and the event use the same text. */
function withCleanReasons(request: NewPass): NewPass {
  const { justification, ticket } = request
  return {
    ...request,
    justification: clean(justification, maxJustificationLength),
    ticket: clean(ticket, maxTicketLength),
  }
}

/** White space alone counts as absent. */
function clean(text: string | undefined, maxLength: number): string | undefined {
  return (text && cleanText(text, maxLength).trim()) || undefined
}

/** @throws {@link InvalidInputError} */
export function parsePassInput(input: unknown): {
  readonly actor: Actor
  readonly user: string
  readonly passId: string | undefined
} {
  return passInput(input)
}

/** @throws {@link InvalidInputError} */
export function parseDeletePass(input: unknown): ReturnType<typeof parsePassInput> & {
  readonly cascade: boolean | undefined
} {
  return deletePass(input)
}
