import type { RequestRefusalReason, RequestState, RequestTransition } from '../../../core/event/request-vocabulary.js'
import type { RequestRecord } from '../request.js'
import { applyExpiry } from './expiry.js'

/** A transition of an existing request that a caller asks for. */
export type RequestedTransition = Exclude<RequestTransition, 'submit' | 'open' | 'expire' | 'endCall'>

/** The states from which each transition may start. */
const allowedStates: { readonly [Name in RequestedTransition]: readonly RequestState[] } = {
  prove: ['submitted', 'proving'],
  edit: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
  startCall: ['awaitingReview', 'inCall'],
  approve: ['inCall'],
  deny: ['awaitingReview', 'inCall', 'approved'],
  collect: ['approved'],
  cancel: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
}

const maxTransitions = 40
/** Allowed beyond the maximum, so that every request can end. */
const endings: readonly RequestedTransition[] = ['deny', 'collect', 'cancel']

/** The request after the transition, or a refusal. A refusal has `next` if the request has changed all the same. */
export type TransitionResult = { readonly ok: true; readonly next: RequestRecord } | TransitionRefusal

interface TransitionRefusal {
  readonly ok: false
  readonly reason: RequestRefusalReason
  readonly state: RequestState
  readonly next?: RequestRecord | undefined
}

/** Applies expiry, checks that the transition may start, then lets `decide` see the request as it is now. */
export function applyTransition(
  request: RequestRecord,
  transition: RequestedTransition,
  nowMs: number,
  decide: (current: RequestRecord) => TransitionResult,
): TransitionResult {
  const current = applyExpiry(request, nowMs)
  const result = refusalToStart(current, transition) ?? decide(current)
  const expired = current === request ? undefined : current
  return result.ok ? result : { ...result, next: result.next ?? expired }
}

export function refusal(reason: RequestRefusalReason, { state }: RequestRecord): TransitionRefusal {
  return { ok: false, reason, state }
}

function refusalToStart(current: RequestRecord, transition: RequestedTransition): TransitionRefusal | undefined {
  if (!allowedStates[transition].includes(current.state)) return refusal('wrongState', current)
  const isFull = current.history.length >= maxTransitions && !endings.includes(transition)
  return isFull ? refusal('tooManyTransitions', current) : undefined
}
