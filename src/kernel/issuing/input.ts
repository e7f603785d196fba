import * as z from 'zod/mini'
import type { Actor } from '../../core/access/actor.js'
import { cleanText } from '../../core/event/clean-text.js'
import { maxIdLength } from '../../core/input/id.js'
import { inputIssue } from '../../core/input/input-issue.js'
import type { NewPass } from '../../core/pass/create.js'
import { resolveStart } from '../../core/pass/local-start.js'
import { policyBounds as widest } from '../../core/policy/bounds.js'
import { InvalidInputError } from '../../errors.js'
import { entryParser, inputParser, optional, optionalCount, optionalId, text, user } from '../input-parser.js'

const maxJustificationLength = 1_000
const maxTicketLength = 128
/** Longer than any day, time or zone. */
const maxTimeLength = 64

const wishes = {
  user,
  startDateTime: { schema: z.optional(z.date()), expected: { text: 'a valid Date' } },
  // The widest that any policy allows; whether this policy does is judged later.
  lifetimeInMinutes: optionalCount(widest.minimumLifetimeInMinutes.minimum, widest.maximumLifetimeInMinutes.maximum),
  isUsableOnce: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
  justification: optional(text(1, maxJustificationLength)),
  ticket: optional(text(1, maxTicketLength)),
  deliverTo: {
    schema: z.optional(z.enum(['email', 'sms', 'voice', 'post', 'print'])),
    expected: { text: '"email", "sms", "voice", "post" or "print"' },
  },
}
const createPass = inputParser(wishes)
const passInput = inputParser({ user, passId: optionalId })
const deletePass = inputParser({
  user,
  passId: optionalId,
  cascade: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
})

/** Reasons come back as they will be recorded. @throws {@link InvalidInputError} */
export function parseCreatePass(
  input: unknown,
  { hasDeliverer }: { readonly hasDeliverer: boolean },
): { readonly actor: Actor; readonly user: string; readonly request: NewPass } {
  const { actor, user, ...asked } = createPass(input)
  refuseWithoutDeliverer(asked, hasDeliverer)
  return { actor, user, request: withCleanReasons(asked) }
}

/** How many rows may be under way at once. */
const maxConcurrentRows = 64
const defaultConcurrentRows = 8

const createMany = inputParser(
  {
    concurrency: optionalCount(1, maxConcurrentRows),
    isDryRun: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
  },
  ['rows'],
)

/** The rows themselves are read one by one. @throws {@link InvalidInputError} */
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
    ...wishes,
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
  const { user, idempotencyKey, startDate, startTime, timeZone, ...asked } = passRow(row)
  refuseWithoutDeliverer(asked, hasDeliverer)
  const request = withCleanReasons(asked)
  if ([startDate, startTime, timeZone].every((part) => part === undefined)) return { user, idempotencyKey, request }
  const start = resolveStart({ startDate, startTime, timeZone }, nowMs)
  const issues = [...(start.ok ? [] : start.issues), ...(asked.startDateTime ? [twoStarts] : [])]
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

/** As they will be recorded. */
function withCleanReasons(request: NewPass): NewPass {
  const { justification, ticket } = request
  return {
    ...request,
    justification: clean(justification, maxJustificationLength),
    ticket: clean(ticket, maxTicketLength),
  }
}

/** White space is no reason. */
function clean(text: string | undefined, longest: number): string | undefined {
  return (text && cleanText(text, longest).trim()) || undefined
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
