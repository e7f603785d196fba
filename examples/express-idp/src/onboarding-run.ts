import type { AnyTapError, Call, CreateManyRow, InputIssue, Pass, PassRow, Tap } from 'temporary-access-pass'
import { InvalidInputError, PolicyViolationError, StepUpRequiredError } from 'temporary-access-pass'
import { english, sentenceOf, sentenceOfIssue } from './english.js'
import type { OnboardingPlan } from './onboarding-lists.js'

/** The result for one colleague. `later`: a run closer to the first day issues the pass. */
export type HireResult =
  | { readonly outcome: 'created'; readonly isUserDisabled: boolean }
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'planned'
      readonly from: Date
      readonly until: Date
      readonly isReplacing: boolean
      readonly isUserDisabled: boolean
    }
  | { readonly outcome: 'later' | 'refused'; readonly sentence: string }

/**
 * Issues the passes of a list by e-mail. With `isDryRun`, it only checks the list. The idempotency key is the name of the
 * list, so a repeated submit, a run on another day and a run after a crash issue no second pass.
 *
 * @throws {@link StepUpRequiredError} when the policy requires the administrator to sign in again.
 */
export async function runList(
  tap: Tap,
  call: Call,
  plan: OnboardingPlan,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<ReadonlyMap<string, HireResult>> {
  const results = new Map<string, HireResult>()
  for await (const rowResult of tap.passes.createMany({ ...call, rows: rowsOf(plan), isDryRun })) {
    if (rowResult.outcome === 'refused' && rowResult.error instanceof StepUpRequiredError) throw rowResult.error
    results.set(rowResult.row.user, resultOf(rowResult))
  }
  return results
}

function rowsOf({ name, hires, startTime, lifetimeInMinutes, ticket }: OnboardingPlan): readonly PassRow[] {
  return hires.map(({ userId, startDate, timeZone }) => ({
    user: userId,
    idempotencyKey: name.toLowerCase(),
    lifetimeInMinutes,
    justification: `Onboarding: ${name}`,
    ticket,
    deliverTo: 'email',
    ...(startDate === undefined ? {} : { startDate, startTime, timeZone }),
  }))
}

function resultOf(rowResult: CreateManyRow): HireResult {
  switch (rowResult.outcome) {
    case 'planned': {
      const { startDateTime, endDateTime, replacedPassId, warnings } = rowResult.plan
      const isReplacing = replacedPassId !== undefined
      const isUserDisabled = hasDisabledUser(warnings)
      return { outcome: 'planned', from: startDateTime, until: endDateTime, isReplacing, isUserDisabled }
    }
    case 'created':
      return { outcome: 'created', isUserDisabled: hasDisabledUser(rowResult.pass.warnings) }
    case 'refused':
      return refusalOf(rowResult.error, rowResult.row)
    case 'unchanged':
      return { outcome: 'unchanged' }
  }
}

function hasDisabledUser(warnings: Pass['warnings']): boolean {
  return warnings.some(({ code }) => code === 'userDisabled')
}

function refusalOf(error: AnyTapError, row: PassRow): HireResult {
  if (!(error instanceof InvalidInputError || error instanceof PolicyViolationError)) {
    const isOutOfRole = error.code === 'TAP_NOT_AUTHORIZED'
    return { outcome: 'refused', sentence: isOutOfRole ? english.lineNotAllowed : sentenceOf(error) }
  }
  const codes: readonly string[] = error.issues.map(({ code }) => code)
  const isLater = row.startDate !== undefined && codes.every((code) => code === 'channelLifetime')
  const sentences = error.issues.map((issue) => sentenceFor(issue))
  return { outcome: isLater ? 'later' : 'refused', sentence: [...new Set(sentences)].join(' ') }
}

function sentenceFor(issue: InputIssue<string>): string {
  const field = startFields[issue.field]
  return listSentences[issue.code] ?? (field === undefined ? sentenceOfIssue(issue) : `${field} ${issue.message}.`)
}

/** The names of the start fields, as page texts. */
const startFields: Readonly<Record<string, string>> = {
  startDate: 'The first day',
  startTime: 'The time',
  timeZone: 'The time zone',
}

/** Replaces the texts for a single pass where they would mislead here. */
const listSentences: Readonly<Record<string, string>> = {
  channelLifetime: 'Too early: a pass sent by e-mail must end within 24 hours from now. Issue it on the day before.',
  startInPast: 'That day is already over in their time zone: write a later one.',
  startTooLate: 'That is more than 90 days ahead: remove the line for now.',
  noAddress: 'This person has no e-mail address: remove the line, and issue the pass on their page.',
  externalGuest:
    'This person belongs to another organisation: remove the line, because their own help desk issues their pass.',
}
