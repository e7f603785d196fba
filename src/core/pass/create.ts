import { millisecondsInDay, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { Scheme } from '../../crypto/verifier.js'
import type { DeliveryChannel, DirectoryUser } from '../../ports/directory.js'
import { inputIssue } from '../input/create-issue.js'
import type { InputIssue, PolicyIssueCode } from '../input/input-issue.js'
import type { Policy } from '../policy/policy.js'
import { isInScope } from '../policy/scope.js'
import { channelLimits, channelRoomInMinutes } from './channel-limits.js'
import type { PassRecord } from './record.js'

/** The terms that an administrator asks for. */
export interface NewPassTerms {
  readonly startDateTime?: Date | undefined
  readonly lifetimeInMinutes?: number | undefined
  readonly isUsableOnce?: boolean | undefined
  /** As the event records it. An empty text counts as no justification. */
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
}

/** The terms, and the channel that delivers the code. */
export interface NewPass extends NewPassTerms {
  readonly deliverTo?: DeliveryChannel | undefined
}

/** Values that the caller draws or reads from the clock. */
export interface NewPassContext {
  readonly id: string
  readonly alphabet: PassRecord['alphabet']
  readonly scheme: Scheme
  readonly nowMs: number
  /** Wrong codes of the previous pass that still count. Default: 0. */
  readonly wrongCodes?: number | undefined
}

/** A form that was open for a while, or a clock that is slightly late, still means "now". */
const startToleranceMs = 30 * millisecondsInSecond
/** A code that waits longer than this for its use is as exposed as a password. */
const maxStartDelayInDays = 90

/** Returns everything that the policy has against this pass. An empty list allows it. */
export function objectionsToPass(
  policy: Policy,
  user: DirectoryUser,
  request: NewPass,
  nowMs: number,
): readonly InputIssue<PolicyIssueCode>[] {
  return [
    ...objectionsToUser(policy, user),
    ...objectionsToLifetime(policy, request, nowMs),
    ...objectionsToStart(request, nowMs),
    ...objectionsToReuse(policy, request),
    ...objectionsToReasons(policy, request),
    ...objectionsToDelivery(user, request),
  ]
}

/** When a pass can be used, and how often. */
export type PassPlan = Pick<PassRecord, 'startAtMs' | 'endAtMs' | 'isUsableOnce'>

/** Plans a pass that the policy allows. */
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

/** Creates a pass that the policy allows. */
export function newPass(policy: Policy, request: NewPass, context: NewPassContext): PassRecord {
  const { id, alphabet, scheme, nowMs, wrongCodes = 0 } = context
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
    lastUsedAtMs: undefined,
    latestSignIn: undefined,
    ended: undefined,
  }
}

/**
 * Refuses a pass when the wrong codes of the passes before have reached the limit. A pass that users issue for themselves
 * continues the count of the previous one, also of a deleted one: only an administrator resets it.
 */
export function objectionToInheritance(policy: Policy, wrongCodes: number): InputIssue<PolicyIssueCode> | undefined {
  if (wrongCodes < policy.wrongCodesBeforeRevocation) return undefined
  return inputIssue('tooManyWrongCodes', 'user', 'policy.issue.tooManyWrongCodes', { wrongCodes })
}

function* objectionsToUser(policy: Policy, user: DirectoryUser): Generator<InputIssue<PolicyIssueCode>> {
  if (policy.state === 'disabled') yield inputIssue('disabled', 'state', 'policy.issue.disabled')
  if (user.type === 'externalGuest') yield inputIssue('externalGuest', 'user', 'policy.issue.externalGuest')
  else if (!isInScope(policy, user)) yield inputIssue('outOfScope', 'user', 'policy.issue.outOfScope')
  if (!user.isEnabled && policy.issuing.isDisabledUserAllowed === false)
    yield inputIssue('userDisabled', 'user', 'policy.issue.userDisabled')
}

/** Where policy and channel disagree, the channel wins: the lifetime may then be below the minimum of the policy. */
function* objectionsToLifetime(
  policy: Policy,
  request: NewPass,
  nowMs: number,
): Generator<InputIssue<PolicyIssueCode>> {
  const { deliverTo: channel, lifetimeInMinutes: value } = request
  const { minimumLifetimeInMinutes, maximumLifetimeInMinutes } = policy
  const field = 'lifetimeInMinutes'
  const room = channelRoomInMinutes(channel, startDelayMs(request, nowMs))
  const bounds = {
    minimum: Math.min(minimumLifetimeInMinutes, room),
    maximum: Math.min(maximumLifetimeInMinutes, room),
  }
  if (channel && room < 1) yield noRoom(channel)
  else if (channel && value !== undefined && value > room) {
    yield inputIssue(
      'channelLifetime',
      field,
      'policy.issue.channelLifetime',
      { value, channel, maximum: room },
      bounds,
    )
  }
  if (value === undefined || (value >= bounds.minimum && value <= maximumLifetimeInMinutes)) return
  yield inputIssue(
    'lifetimeOutOfRange',
    field,
    'policy.issue.lifetimeOutOfRange',
    { value, minimum: minimumLifetimeInMinutes, maximum: maximumLifetimeInMinutes },
    bounds,
  )
}

function noRoom(channel: DeliveryChannel): InputIssue<PolicyIssueCode> {
  // A channel without a maximum always has room.
  const { maximumInMinutes: maximum = 0 } = channelLimits[channel]
  return inputIssue('channelLifetime', 'startDateTime', 'policy.issue.channelLifetime.beforeStart', {
    channel,
    maximum,
  })
}

function* objectionsToStart(
  { startDateTime: start }: NewPassTerms,
  nowMs: number,
): Generator<InputIssue<PolicyIssueCode>> {
  if (!start) return
  const field = 'startDateTime'
  if (start.getTime() - nowMs < -startToleranceMs) {
    yield inputIssue('startInPast', field, 'policy.issue.startInPast', { start, now: new Date(nowMs) })
  }
  const latest = new Date(nowMs + maxStartDelayInDays * millisecondsInDay)
  if (start.getTime() > latest.getTime()) {
    const maximumDays = maxStartDelayInDays
    yield inputIssue('startTooLate', field, 'policy.issue.startTooLate', { start, latest, maximumDays })
  }
}

function* objectionsToReuse(policy: Policy, terms: NewPassTerms): Generator<InputIssue<PolicyIssueCode>> {
  if (policy.isUsableOnce && terms.isUsableOnce === false) {
    yield inputIssue('multiUseNotAllowed', 'isUsableOnce', 'policy.issue.multiUseNotAllowed')
  }
}

function* objectionsToReasons(
  policy: Policy,
  { justification, ticket }: NewPassTerms,
): Generator<InputIssue<PolicyIssueCode>> {
  const { isJustificationRequired, isTicketRequired } = policy.issuing
  if (isJustificationRequired && !justification) {
    yield inputIssue('justificationRequired', 'justification', 'policy.issue.justificationRequired')
  }
  if (isTicketRequired && !ticket) yield inputIssue('ticketRequired', 'ticket', 'policy.issue.ticketRequired')
}

function* objectionsToDelivery(user: DirectoryUser, { deliverTo }: NewPass): Generator<InputIssue<PolicyIssueCode>> {
  // A printed code is handed over in person and needs no address.
  if (deliverTo === undefined || deliverTo === 'print') return
  if (user.addresses?.some(({ channel }) => channel === deliverTo)) return
  yield inputIssue('noAddress', 'deliverTo', 'policy.issue.noAddress', { channel: deliverTo })
}

function startDelayMs({ startDateTime }: NewPassTerms, nowMs: number): number {
  return Math.max(0, (startDateTime?.getTime() ?? nowMs) - nowMs)
}
