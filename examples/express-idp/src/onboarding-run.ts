import type { AnyTapError, Call, CreateManyRow, InputIssue, PassRow, Tap } from 'temporary-access-pass'
import { InvalidInputError, PolicyViolationError, StepUpRequiredError } from 'temporary-access-pass'
import { english, sentenceOf, sentenceOfIssue } from './english.js'
import type { OnboardingPlan } from './onboarding-lists.js'

/** What becomes of one person of a list: `later` is issued by a run nearer to their first day. */
export type Fate =
  | { readonly outcome: 'created' | 'unchanged' }
  | { readonly outcome: 'planned'; readonly from: Date; readonly until: Date; readonly isReplacing: boolean }
  | { readonly outcome: 'later' | 'refused'; readonly sentence: string }

/**
 * Issues, or with `isDryRun` judges. The key is the name of the list, so that a second press, a second day and a crash in
 * between issue nothing twice; the code goes to its person, past the administrator.
 *
 * @throws {@link StepUpRequiredError} when the policy wants the administrator to sign in again.
 */
export async function runList(
  tap: Tap,
  call: Call,
  plan: OnboardingPlan,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<ReadonlyMap<string, Fate>> {
  const fates = new Map<string, Fate>()
  for await (const told of tap.passes.createMany({ ...call, rows: rowsOf(plan), isDryRun })) {
    if (told.outcome === 'refused' && told.error instanceof StepUpRequiredError) throw told.error
    fates.set(told.row.user, fateOf(told))
  }
  return fates
}

function rowsOf({ name, hires, startTime, lifetimeInMinutes, ticket }: OnboardingPlan): readonly PassRow[] {
  return hires.map(({ personId, startDate, timeZone }) => ({
    user: personId,
    idempotencyKey: name.toLowerCase(),
    lifetimeInMinutes,
    justification: `Onboarding: ${name}`,
    ticket,
    deliverTo: 'email',
    ...(startDate === undefined ? {} : { startDate, startTime, timeZone }),
  }))
}

function fateOf(told: CreateManyRow): Fate {
  if (told.outcome === 'planned') {
    const { startDateTime, endDateTime, replacedPassId } = told.plan
    return { outcome: 'planned', from: startDateTime, until: endDateTime, isReplacing: replacedPassId !== undefined }
  }
  return told.outcome === 'refused' ? refusal(told.error, told.row) : { outcome: told.outcome }
}

function refusal(error: AnyTapError, row: PassRow): Fate {
  if (!(error instanceof InvalidInputError || error instanceof PolicyViolationError)) {
    const isTheirs = error.code === 'TAP_NOT_AUTHORIZED'
    return { outcome: 'refused', sentence: isTheirs ? english.lineNotYours : sentenceOf(error) }
  }
  const codes: readonly string[] = error.issues.map(({ code }) => code)
  const isLater = row.startDate !== undefined && codes.every((code) => code === 'channelLifetime')
  const sentences = error.issues.map((issue) => sentenceFor(issue))
  return { outcome: isLater ? 'later' : 'refused', sentence: [...new Set(sentences)].join(' ') }
}

function sentenceFor(issue: InputIssue<string>): string {
  const field = startFields[issue.field]
  return ownSentences[issue.code] ?? (field === undefined ? sentenceOfIssue(issue) : `${field} ${issue.message}.`)
}

/** The parts of a start, for people. */
const startFields: Readonly<Record<string, string>> = {
  startDate: 'The first day',
  startTime: 'The time',
  timeZone: 'The time zone',
}

/** Where those for a single pass would lead astray. */
const ownSentences: Readonly<Record<string, string>> = {
  channelLifetime:
    'Too early: a code sent by e-mail may be over 24 hours from now at most. Issue it on the day before.',
  startInPast: 'That day is over where they are: write a later one.',
  startTooLate: 'That is more than 90 days ahead: leave them out until then.',
  noAddress: 'This person has no e-mail address: leave them out, and issue the pass on their own page.',
  externalGuest: 'This person belongs to another organisation: leave them out, their own help desk issues their pass.',
}
