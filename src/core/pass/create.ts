import { millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { Scheme } from '../../crypto/verifier.js'
import type { DeliveryChannel, DirectoryUser } from '../../ports/directory.js'
import type { InputIssue, PolicyIssueCode } from '../input/input-issue.js'
import type { Policy } from '../policy/policy.js'
import { isInScope } from '../policy/scope.js'
import { channelLimits, channelRoomInMinutes } from './channel-limits.js'
import type { PassRecord } from './record.js'

/** What an administrator asked for. */
export interface NewPassTerms {
  readonly startDateTime?: Date | undefined
  readonly lifetimeInMinutes?: number | undefined
  readonly isUsableOnce?: boolean | undefined
  /** As it will be recorded; empty is none. */
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
}

/** The same, with how the code is to travel. */
export interface NewPass extends NewPassTerms {
  readonly deliverTo?: DeliveryChannel | undefined
}

/** What the core adds: drawn, or read off the clock. */
export interface NewPassContext {
  readonly id: string
  readonly alphabet: PassRecord['alphabet']
  readonly scheme: Scheme
  readonly nowMs: number
  /** From the pass before it. @defaultValue 0 */
  readonly wrongCodes?: number | undefined
}

/** A start that a slow form or a clock a little behind has let pass still reads as now. */
const startToleranceMs = 30 * millisecondsInSecond
/** A code that lies about for longer than a season is a password. */
const maximumStartDelayInDays = 90

/** May there be such a pass? Every objection, not only the first; none: there may. */
export function objectionsToPass(
  policy: Policy,
  user: DirectoryUser,
  request: NewPass,
  nowMs: number,
): readonly InputIssue<PolicyIssueCode>[] {
  return [
    ...objectionsToPerson(policy, user),
    ...objectionsToLifetime(policy, request, nowMs),
    ...objectionsToStart(request, nowMs),
    ...objectionsToUse(policy, request),
    ...objectionsToReasons(policy, request),
    ...objectionsToDelivery(user, request),
  ]
}

/** When and how often a pass that nothing was objected to can be used. */
export type PassPlan = Pick<PassRecord, 'startAtMs' | 'endAtMs' | 'isUsableOnce'>

export function planPass(policy: Policy, request: NewPass, nowMs: number): PassPlan {
  const delayMs = startDelayMs(request, nowMs)
  const startAtMs = nowMs + delayMs
  const room = channelRoomInMinutes(request.deliverTo, delayMs)
  const lifetimeInMinutes = request.lifetimeInMinutes ?? Math.min(policy.defaultLifetimeInMinutes, room)
  return {
    startAtMs,
    endAtMs: startAtMs + lifetimeInMinutes * millisecondsInMinute,
    isUsableOnce: request.isUsableOnce ?? policy.isUsableOnce,
  }
}

/** The pass that nothing was objected to. */
export function newPass(policy: Policy, request: NewPass, making: NewPassContext): PassRecord {
  const { id, alphabet, scheme, nowMs, wrongCodes = 0 } = making
  const { startAtMs, endAtMs, isUsableOnce } = planPass(policy, request, nowMs)
  return {
    id,
    createdAtMs: nowMs,
    startAtMs,
    endAtMs,
    isStartChecked: startAtMs > nowMs,
    isUsableOnce,
    alphabet,
    scheme,
    spendOn: policy.spendOn,
    registrationWindowMs: policy.registrationWindowInMinutes * millisecondsInMinute,
    wrongCodesBeforeRevocation: policy.wrongCodesBeforeRevocation,
    wrongCodes,
  }
}

/** A pass that somebody issues for themselves goes on with the count of the one before it; only an administrator ends that. */
export function objectionToInheritance(policy: Policy, wrongCodes: number): InputIssue<PolicyIssueCode> | undefined {
  if (wrongCodes < policy.wrongCodesBeforeRevocation) return undefined
  return {
    code: 'tooManyWrongCodes',
    field: 'user',
    message: `the pass before this one was revoked after ${wrongCodes} wrong codes; an administrator has to issue the next`,
  }
}

function* objectionsToPerson(policy: Policy, user: DirectoryUser): Generator<InputIssue<PolicyIssueCode>> {
  if (policy.state === 'disabled') {
    yield { code: 'disabled', field: 'state', message: 'the policy is disabled; enable it before issuing passes' }
  }
  if (user.type === 'externalGuest') {
    yield {
      code: 'externalGuest',
      field: 'user',
      message: 'this person is a guest of another organisation, and gets a pass there',
    }
  } else if (!isInScope(policy, user)) {
    yield {
      code: 'outOfScope',
      field: 'user',
      message: 'the policy does not include this person; add them, or a group of theirs, to includeTargets',
    }
  }
}

/** Where policy and channel disagree, the channel wins: a lifetime below the policy's shortest may then be asked for. */
function* objectionsToLifetime(
  policy: Policy,
  request: NewPass,
  nowMs: number,
): Generator<InputIssue<PolicyIssueCode>> {
  const { deliverTo: channel, lifetimeInMinutes: asked } = request
  const room = channelRoomInMinutes(channel, startDelayMs(request, nowMs))
  const minimum = Math.min(policy.minimumLifetimeInMinutes, room)
  const maximum = Math.min(policy.maximumLifetimeInMinutes, room)
  if (channel && room < 1) yield noRoom(channel)
  else if (channel && asked !== undefined && asked > room) {
    yield {
      code: 'channelLifetime',
      field: 'lifetimeInMinutes',
      message: `${asked} minutes; a code that travels by ${channel} may live for ${room}, from now to its end`,
      minimum,
      maximum,
    }
  }
  if (asked === undefined || (asked >= minimum && asked <= policy.maximumLifetimeInMinutes)) return
  yield {
    code: 'lifetimeOutOfRange',
    field: 'lifetimeInMinutes',
    message: `${asked} minutes; the policy allows ${policy.minimumLifetimeInMinutes} to ${policy.maximumLifetimeInMinutes}`,
    minimum,
    maximum,
  }
}

function noRoom(channel: DeliveryChannel): InputIssue<PolicyIssueCode> {
  return {
    code: 'channelLifetime',
    field: 'startDateTime',
    message: `a code that travels by ${channel} is over ${channelLimits[channel].maximumInMinutes} minutes from now, before it starts`,
  }
}

function* objectionsToStart({ startDateTime }: NewPassTerms, nowMs: number): Generator<InputIssue<PolicyIssueCode>> {
  if (!startDateTime) return
  const delayMs = startDateTime.getTime() - nowMs
  const asked = startDateTime.toISOString()
  if (delayMs < -startToleranceMs) {
    const now = new Date(nowMs).toISOString()
    yield { code: 'startInPast', field: 'startDateTime', message: `${asked} is in the past; it is ${now} now` }
  }
  const latestMs = nowMs + maximumStartDelayInDays * 24 * 60 * millisecondsInMinute
  if (startDateTime.getTime() > latestMs) {
    const latest = new Date(latestMs).toISOString()
    yield {
      code: 'startTooLate',
      field: 'startDateTime',
      message: `${asked} is more than ${maximumStartDelayInDays} days ahead; the latest start is ${latest}`,
    }
  }
}

function* objectionsToUse(policy: Policy, wishes: NewPassTerms): Generator<InputIssue<PolicyIssueCode>> {
  if (policy.isUsableOnce && wishes.isUsableOnce === false) {
    yield { code: 'multiUseNotAllowed', field: 'isUsableOnce', message: 'the policy allows one-time passes only' }
  }
}

function* objectionsToReasons(
  policy: Policy,
  { justification, ticket }: NewPassTerms,
): Generator<InputIssue<PolicyIssueCode>> {
  const { isJustificationRequired, isTicketRequired } = policy.issuing
  if (isJustificationRequired && !justification) {
    yield { code: 'justificationRequired', field: 'justification', message: 'the policy asks why the pass is issued' }
  }
  if (isTicketRequired && !ticket) {
    yield { code: 'ticketRequired', field: 'ticket', message: 'the policy asks for the ticket it is issued for' }
  }
}

function* objectionsToDelivery(user: DirectoryUser, { deliverTo }: NewPass): Generator<InputIssue<PolicyIssueCode>> {
  // What is printed is handed over, and has no address.
  if (deliverTo === undefined || deliverTo === 'print') return
  if (user.addresses?.some(({ channel }) => channel === deliverTo)) return
  yield {
    code: 'noAddress',
    field: 'deliverTo',
    message: `the directory knows no address of this person for ${deliverTo}`,
  }
}

function startDelayMs({ startDateTime }: NewPassTerms, nowMs: number): number {
  return Math.max(0, (startDateTime?.getTime() ?? nowMs) - nowMs)
}
