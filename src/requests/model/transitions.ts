import { millisecondsInHour, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { RequestRefusalReason, RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import type { Proof, ProverName } from '../../ports/prover.js'
import { hasApproved, isReusedProofValid, validApprovals } from './approvals.js'
import { requestDigest } from './digest.js'
import {
  eraseEvidence,
  identityProvedAtMs,
  isComparedWithAll,
  isReturningProved,
  recordProof,
  withProof,
} from './evidence.js'
import type { EarlierProof, ProofRecord, RequestRecord, TransitionActor, UserRef } from './request.js'
import { isSameRef, refOf } from './request.js'
import type { RequestRules } from './rules.js'

/** The moves that somebody makes, and the states in which each may be made. */
const allowedStates: { readonly [Move in RequestedTransition]: readonly RequestState[] } = {
  prove: ['submitted', 'proving'],
  edit: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
  startCall: ['awaitingReview', 'inCall'],
  approve: ['inCall'],
  deny: ['awaitingReview', 'inCall', 'approved'],
  collect: ['approved'],
  cancel: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
}

/** A move of an existing request that somebody asks for. */
export type RequestedTransition = Exclude<RequestTransition, 'submit' | 'open' | 'expire' | 'endCall'>

/** When, by whom and under which rules a move is made. */
export interface TransitionContext {
  readonly nowMs: number
  readonly by: TransitionActor
  readonly rules: RequestRules
}

/** The request after the move, or why not. `next` beside a refusal: what the clock has changed is worth writing down. */
export type TransitionResult =
  | { readonly ok: true; readonly next: RequestRecord }
  | {
      readonly ok: false
      readonly reason: RequestRefusalReason
      readonly state: RequestState
      readonly next?: RequestRecord | undefined
    }

const maxTransitions = 40
const theClock: TransitionActor = { kind: 'system', id: 'clock' }
const theProof: TransitionActor = { kind: 'system', id: 'proof' }

/** What the clock has made of it: a call without a decision ends, what is overdue expires, evidence is erased. */
export function applyExpiry(request: RequestRecord, nowMs: number): RequestRecord {
  const proofs = eraseEvidence(request.proofs, nowMs)
  const erased = proofs === request.proofs ? request : { ...request, proofs }
  return applyStateExpiry(erased, nowMs)
}

function applyStateExpiry(request: RequestRecord, nowMs: number): RequestRecord {
  const { state, dueAtMs, review } = request
  if (dueAtMs === undefined || nowMs < dueAtMs) return request
  const moved = { atMs: dueAtMs, by: theClock } as const
  if (state === 'inCall' && review && dueAtMs < review.dueAtMs) {
    const change = { call: undefined, dueAtMs: review.dueAtMs }
    return applyStateExpiry(withTransition(request, 'endCall', 'awaitingReview', moved, change), nowMs)
  }
  return withTransition(request, 'expire', 'expired', moved, { call: undefined, dueAtMs: undefined })
}

/** What a prover was handed to compare with. It may have taken its time. */
export interface ComparedProofs {
  readonly proofs: readonly ProofRecord[]
  readonly earlier?: EarlierProof | undefined
}

/** One proof more. `earlier`: one that is valid now, where nothing asks for a second person. */
export function prove(
  request: RequestRecord,
  prover: ProverName,
  proof: Proof,
  { earlier, compared }: { readonly earlier?: EarlierProof | undefined; readonly compared: ComparedProofs },
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'prove', transitionContext, (current) => {
    const { nowMs, rules } = transitionContext
    if (isProvedBy(current, prover)) return refused('alreadyProved', current)
    if (proof.isAccepted && !isComparedWithAll(current.proofs, compared.proofs)) return refused('notCompared', current)
    const record = recordProof(prover, proof, nowMs, { rules, comparedWith: compared.earlier })
    const proofs = withProof(current.proofs, record)
    const proving = withTransition(current, 'prove', 'proving', { ...transitionContext, atMs: nowMs }, { proofs })
    if (!proof.isAccepted) return { ok: true, next: proving }
    if (earlier && isReturningProved(proofs, earlier, rules)) {
      const { requestId: reusedProofOf } = earlier
      const by = { atMs: nowMs, by: theProof, justification: `An earlier proof is valid: request ${reusedProofOf}` }
      const dueAtMs = nowMs + rules.collectionDeadlineInHours * millisecondsInHour
      return { ok: true, next: withTransition(proving, 'approve', 'approved', by, { reusedProofOf, dueAtMs }) }
    }
    if (identityProvedAtMs(proofs, rules) === undefined) return { ok: true, next: proving }
    return { ok: true, next: toAwaitingReview({ ...proving, state: 'awaitingReview' }, nowMs, rules) }
  })
}

/** May such a proof be checked at all? Asked before anybody is put to the trouble of checking it. */
export function checkProving(request: RequestRecord, prover: ProverName, nowMs: number): TransitionResult {
  const current = applyExpiry(request, nowMs)
  const next = current === request ? undefined : current
  if (!allowedStates.prove.includes(current.state)) return { ...refused('wrongState', current), next }
  return isProvedBy(current, prover) ? { ...refused('alreadyProved', current), next } : { ok: true, next: current }
}

function isProvedBy({ proofs }: RequestRecord, prover: ProverName): boolean {
  return proofs.some((proof) => proof.prover === prover && proof.isAccepted)
}

/** Another contact. Whoever said yes said it to another request, so that a call and all approvals are void. */
export function edit(
  request: RequestRecord,
  contact: string | undefined,
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'edit', transitionContext, (current) => {
    const isAsked = current.state === 'awaitingReview' || current.state === 'inCall'
    const next = reopened({ ...current, contact, approvals: [] }, transitionContext)
    // Whoever edits for ever does not keep a request open for ever.
    const { review, notified } = current
    return { ok: true, next: isAsked ? { ...next, dueAtMs: review?.dueAtMs, review, notified } : next }
  })
}

/** Back to where what was proved leads: to a reviewer, or to the rest of the proof. */
function reopened(current: RequestRecord, transitionContext: TransitionContext): RequestRecord {
  const { nowMs, rules } = transitionContext
  const isReviewable = current.opener !== undefined || identityProvedAtMs(current.proofs, rules) !== undefined
  const state = current.proofs.length > 0 ? 'proving' : 'submitted'
  const change = { call: undefined, reusedProofOf: undefined, dueAtMs: proveUntil(current, rules) }
  const back = withTransition(current, 'edit', state, { ...transitionContext, atMs: nowMs }, change)
  return isReviewable ? toAwaitingReview(back, nowMs, rules) : back
}

/** The reviewer and the person talk. A reviewer whose own call broke off may start it again. */
export function startCall(
  request: RequestRecord,
  reviewer: UserRef,
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'startCall', transitionContext, (current) => {
    const { nowMs, rules } = transitionContext
    if (current.call && !isSameRef(current.call.reviewer, reviewer)) return refused('notInCall', current)
    if (hasApproved(current, reviewer)) return refused('alreadyApproved', current)
    // Started again within the time of the first one only: nobody keeps a request from others by calling for ever.
    const reviewDueAtMs = current.review?.dueAtMs ?? nowMs
    if (nowMs >= reviewDueAtMs) return refused('wrongState', current)
    const call = { reviewer: refOf(reviewer), startedAtMs: nowMs, digest: requestDigest(current) }
    const dueAtMs = nowMs + rules.maximumCallInMinutes * millisecondsInMinute
    return {
      ok: true,
      next: withTransition(current, 'startCall', 'inCall', { ...transitionContext, atMs: nowMs }, { call, dueAtMs }),
    }
  })
}

/** Yes, by the reviewer who is in the call and has been for long enough. With too few yeses, another reviewer is asked. */
export function approve(
  request: RequestRecord,
  reviewer: UserRef,
  said: { readonly justification: string; readonly approvalsNeeded: number },
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'approve', transitionContext, (current) => {
    const { nowMs, rules } = transitionContext
    const { call } = current
    if (!call || !isSameRef(call.reviewer, reviewer)) return refused('notInCall', current)
    if (nowMs - call.startedAtMs < rules.minimumCallInSeconds * millisecondsInSecond)
      return refused('callTooShort', current)
    const digest = requestDigest(current)
    if (digest !== call.digest) return refused('wrongState', current)
    if (hasApproved(current, reviewer)) return refused('alreadyApproved', current)
    const { justification } = said
    const approvals = [...current.approvals, { reviewer: refOf(reviewer), atMs: nowMs, justification, digest }]
    const moved = { ...transitionContext, atMs: nowMs, justification }
    const change = { approvals, call: undefined }
    if (validApprovals({ ...current, approvals }) < said.approvalsNeeded) {
      return {
        ok: true,
        next: toAwaitingReview(withTransition(current, 'approve', 'awaitingReview', moved, change), nowMs, rules),
      }
    }
    const dueAtMs = nowMs + rules.collectionDeadlineInHours * millisecondsInHour
    return { ok: true, next: withTransition(current, 'approve', 'approved', moved, { ...change, dueAtMs }) }
  })
}

/** No, for good: also in the middle of another reviewer's call, and after a yes that was not yet used. */
export function deny(
  request: RequestRecord,
  justification: string,
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'deny', transitionContext, (current) => {
    const change = { call: undefined, dueAtMs: undefined }
    return {
      ok: true,
      next: withTransition(
        current,
        'deny',
        'denied',
        { ...transitionContext, atMs: transitionContext.nowMs, justification },
        change,
      ),
    }
  })
}

export function cancel(request: RequestRecord, transitionContext: TransitionContext): TransitionResult {
  return applyTransition(request, 'cancel', transitionContext, (current) => {
    const change = { call: undefined, dueAtMs: undefined }
    return {
      ok: true,
      next: withTransition(
        current,
        'cancel',
        'cancelled',
        { ...transitionContext, atMs: transitionContext.nowMs },
        change,
      ),
    }
  })
}

/** May it be collected, by what is on record? Asked before a code is made for it. */
export function checkCollecting(request: RequestRecord, nowMs: number): TransitionResult {
  const current = applyExpiry(request, nowMs)
  const next = current === request ? undefined : current
  const isOpen = allowedStates.collect.includes(current.state) && current.user !== undefined
  return isOpen ? { ok: true, next: current } : { ...refused('wrongState', current), next }
}

/** The approval is used, before there is a pass: of any number that try, one gets through. */
export function collect(
  request: RequestRecord,
  {
    passId,
    approvalsNeeded,
    invalidatedAtMs = 0,
  }: { readonly passId: string; readonly approvalsNeeded: number; readonly invalidatedAtMs?: number | undefined },
  transitionContext: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'collect', transitionContext, (current) => {
    const { nowMs } = transitionContext
    const isVouched = approvalsNeeded === 1 && isReusedProofValid(current, invalidatedAtMs)
    if (!current.user) return refused('wrongState', current)
    if (!isVouched && validApprovals(current) < approvalsNeeded) {
      // The policy has asked for a second person since, or what vouched was voided.
      return { ...refused('approvalMissing', current), next: reopened(current, { ...transitionContext, by: theClock }) }
    }
    return {
      ok: true,
      next: withTransition(
        current,
        'collect',
        'collected',
        { ...transitionContext, atMs: nowMs },
        { passId, dueAtMs: undefined },
      ),
    }
  })
}

/** Back to where it was: the pass could not be made. Only the collection that failed may ask. */
export function undoCollect(
  request: RequestRecord,
  passId: string,
  transitionContext: TransitionContext,
): RequestRecord | undefined {
  if (request.state !== 'collected' || request.passId !== passId) return undefined
  const approvedAtMs = request.history.findLast(({ state }) => state === 'approved')?.atMs ?? transitionContext.nowMs
  const dueAtMs = approvedAtMs + transitionContext.rules.collectionDeadlineInHours * millisecondsInHour
  const history = request.history.filter(({ transition }) => transition !== 'collect')
  return { ...request, state: 'approved', passId: undefined, dueAtMs, history }
}

/** The request as a reviewer is asked for it. */
export function toAwaitingReview(request: RequestRecord, nowMs: number, rules: RequestRules): RequestRecord {
  const dueAtMs = nowMs + rules.reviewDeadlineInHours * millisecondsInHour
  const last = request.history.at(-1)
  const history = last ? [...request.history.slice(0, -1), { ...last, state: 'awaitingReview' as const }] : []
  return { ...request, state: 'awaitingReview', dueAtMs, review: { sinceMs: nowMs, dueAtMs }, notified: [], history }
}

export function proveUntil({ createdAtMs }: Pick<RequestRecord, 'createdAtMs'>, rules: RequestRules): number {
  return createdAtMs + rules.proofDeadlineInHours * millisecondsInHour
}

/** What holds for every move: the clock first, then whether the move starts here at all. */
function applyTransition(
  request: RequestRecord,
  transition: RequestedTransition,
  { nowMs }: TransitionContext,
  go: (current: RequestRecord) => TransitionResult,
): TransitionResult {
  const current = applyExpiry(request, nowMs)
  const next = current === request ? undefined : current
  if (!allowedStates[transition].includes(current.state)) return { ...refused('wrongState', current), next }
  const isEnding = transition === 'deny' || transition === 'cancel' || transition === 'collect'
  if (!isEnding && current.history.length >= maxTransitions) return { ...refused('tooManyMoves', current), next }
  const result = go(current)
  return result.ok ? result : { ...result, next: result.next ?? next }
}

function refused(
  reason: RequestRefusalReason,
  { state }: RequestRecord,
): Extract<TransitionResult, { readonly ok: false }> {
  return { ok: false, reason, state }
}

function withTransition(
  request: RequestRecord,
  transition: RequestTransition,
  state: RequestState,
  {
    atMs,
    by,
    justification,
  }: { readonly atMs: number; readonly by: TransitionActor; readonly justification?: string | undefined },
  change: Partial<RequestRecord>,
): RequestRecord {
  return { ...request, ...change, state, history: [...request.history, { transition, state, atMs, by, justification }] }
}
