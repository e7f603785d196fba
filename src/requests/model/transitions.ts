import { millisecondsInHour, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { Proof, ProverName } from '../../ports/prover.js'
import { hasApproved, isStillVouched, validApprovals } from './approvals.js'
import { requestDigest } from './digest.js'
import {
  eraseEvidence,
  identityProvedAtMs,
  isComparedWithAll,
  isReturningProved,
  recordProof,
  withProof,
} from './evidence.js'
import type {
  EarlierProof,
  Mover,
  PersonRef,
  ProofRecord,
  RequestMove,
  RequestRecord,
  RequestRefusalReason,
  RequestState,
} from './request.js'
import { isSameRef, refOf } from './request.js'
import type { RequestRules } from './rules.js'

/** The moves that somebody makes, and the states in which each may be made. */
const legalMoves: { readonly [Move in AskedMove]: readonly RequestState[] } = {
  prove: ['submitted', 'proving'],
  edit: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
  startCall: ['awaitingReview', 'inCall'],
  approve: ['inCall'],
  deny: ['awaitingReview', 'inCall', 'approved'],
  collect: ['approved'],
  cancel: ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'],
}

/** A move of an existing request that somebody asks for. */
export type AskedMove = Exclude<RequestMove, 'submit' | 'open' | 'expire' | 'endCall'>

/** When, by whom and under which rules a move is made. */
export interface Making {
  readonly nowMs: number
  readonly by: Mover
  readonly rules: RequestRules
}

/** The request after the move, or why not. `next` beside a refusal: what the clock has changed is worth writing down. */
export type Judged =
  | { readonly ok: true; readonly next: RequestRecord }
  | {
      readonly ok: false
      readonly reason: RequestRefusalReason
      readonly state: RequestState
      readonly next?: RequestRecord | undefined
    }

const mostMoves = 40
const theClock: Mover = { kind: 'system', id: 'clock' }
const theProof: Mover = { kind: 'system', id: 'proof' }

/** What the clock has made of it: a call without a decision ends, what is overdue expires, evidence is erased. */
export function settle(request: RequestRecord, nowMs: number): RequestRecord {
  const proofs = eraseEvidence(request.proofs, nowMs)
  const erased = proofs === request.proofs ? request : { ...request, proofs }
  return settleState(erased, nowMs)
}

function settleState(request: RequestRecord, nowMs: number): RequestRecord {
  const { state, dueAtMs, review } = request
  if (dueAtMs === undefined || nowMs < dueAtMs) return request
  const moved = { atMs: dueAtMs, by: theClock } as const
  if (state === 'inCall' && review && dueAtMs < review.dueAtMs) {
    const change = { call: undefined, dueAtMs: review.dueAtMs }
    return settleState(movedTo(request, 'endCall', 'awaitingReview', moved, change), nowMs)
  }
  return movedTo(request, 'expire', 'expired', moved, { call: undefined, dueAtMs: undefined })
}

/** What a prover was handed to compare with. It may have taken its time. */
export interface Compared {
  readonly proofs: readonly ProofRecord[]
  readonly earlier?: EarlierProof | undefined
}

/** One proof more. `earlier`: one that is valid now, where nothing asks for a second person. */
export function prove(
  request: RequestRecord,
  prover: ProverName,
  proof: Proof,
  { earlier, compared }: { readonly earlier?: EarlierProof | undefined; readonly compared: Compared },
  making: Making,
): Judged {
  return make(request, 'prove', making, (current) => {
    const { nowMs, rules } = making
    if (isProvedBy(current, prover)) return refused('alreadyProved', current)
    if (proof.isAccepted && !isComparedWithAll(current.proofs, compared.proofs)) return refused('notCompared', current)
    const record = recordProof(prover, proof, nowMs, { rules, comparedWith: compared.earlier })
    const proofs = withProof(current.proofs, record)
    const proving = movedTo(current, 'prove', 'proving', { ...making, atMs: nowMs }, { proofs })
    if (!proof.isAccepted) return { ok: true, next: proving }
    if (earlier && isReturningProved(proofs, earlier, rules)) {
      const { requestId: vouchedBy } = earlier
      const by = { atMs: nowMs, by: theProof, justification: `An earlier proof is valid: request ${vouchedBy}` }
      const dueAtMs = nowMs + rules.collectWithinHours * millisecondsInHour
      return { ok: true, next: movedTo(proving, 'approve', 'approved', by, { vouchedBy, dueAtMs }) }
    }
    if (identityProvedAtMs(proofs, rules) === undefined) return { ok: true, next: proving }
    return { ok: true, next: asked({ ...proving, state: 'awaitingReview' }, nowMs, rules) }
  })
}

/** May such a proof be checked at all? Asked before anybody is put to the trouble of checking it. */
export function objectionToProving(request: RequestRecord, prover: ProverName, nowMs: number): Judged {
  const current = settle(request, nowMs)
  const next = current === request ? undefined : current
  if (!legalMoves.prove.includes(current.state)) return { ...refused('wrongState', current), next }
  return isProvedBy(current, prover) ? { ...refused('alreadyProved', current), next } : { ok: true, next: current }
}

function isProvedBy({ proofs }: RequestRecord, prover: ProverName): boolean {
  return proofs.some((proof) => proof.prover === prover && proof.isAccepted)
}

/** Another contact. Whoever said yes said it to another request, so that a call and all approvals are void. */
export function edit(request: RequestRecord, contact: string | undefined, making: Making): Judged {
  return make(request, 'edit', making, (current) => {
    const isAsked = current.state === 'awaitingReview' || current.state === 'inCall'
    const next = reopened({ ...current, contact, approvals: [] }, making)
    // Whoever edits for ever does not keep a request open for ever.
    const { review, told } = current
    return { ok: true, next: isAsked ? { ...next, dueAtMs: review?.dueAtMs, review, told } : next }
  })
}

/** Back to where what was proved leads: to a reviewer, or to the rest of the proof. */
function reopened(current: RequestRecord, making: Making): RequestRecord {
  const { nowMs, rules } = making
  const isReviewable = current.opener !== undefined || identityProvedAtMs(current.proofs, rules) !== undefined
  const state = current.proofs.length > 0 ? 'proving' : 'submitted'
  const change = { call: undefined, vouchedBy: undefined, dueAtMs: proveUntil(current, rules) }
  const back = movedTo(current, 'edit', state, { ...making, atMs: nowMs }, change)
  return isReviewable ? asked(back, nowMs, rules) : back
}

/** The reviewer and the person talk. A reviewer whose own call broke off may start it again. */
export function startCall(request: RequestRecord, reviewer: PersonRef, making: Making): Judged {
  return make(request, 'startCall', making, (current) => {
    const { nowMs, rules } = making
    if (current.call && !isSameRef(current.call.reviewer, reviewer)) return refused('notInCall', current)
    if (hasApproved(current, reviewer)) return refused('alreadyApproved', current)
    // Started again within the time of the first one only: nobody keeps a request from others by calling for ever.
    const reviewDueAtMs = current.review?.dueAtMs ?? nowMs
    if (nowMs >= reviewDueAtMs) return refused('wrongState', current)
    const call = { reviewer: refOf(reviewer), startedAtMs: nowMs, digest: requestDigest(current) }
    const dueAtMs = nowMs + rules.maximumCallInMinutes * millisecondsInMinute
    return { ok: true, next: movedTo(current, 'startCall', 'inCall', { ...making, atMs: nowMs }, { call, dueAtMs }) }
  })
}

/** Yes, by the reviewer who is in the call and has been for long enough. With too few yeses, another reviewer is asked. */
export function approve(
  request: RequestRecord,
  reviewer: PersonRef,
  said: { readonly justification: string; readonly approvalsNeeded: number },
  making: Making,
): Judged {
  return make(request, 'approve', making, (current) => {
    const { nowMs, rules } = making
    const { call } = current
    if (!call || !isSameRef(call.reviewer, reviewer)) return refused('notInCall', current)
    if (nowMs - call.startedAtMs < rules.minimumCallInSeconds * millisecondsInSecond)
      return refused('callTooShort', current)
    const digest = requestDigest(current)
    if (digest !== call.digest) return refused('wrongState', current)
    if (hasApproved(current, reviewer)) return refused('alreadyApproved', current)
    const { justification } = said
    const approvals = [...current.approvals, { reviewer: refOf(reviewer), atMs: nowMs, justification, digest }]
    const moved = { ...making, atMs: nowMs, justification }
    const change = { approvals, call: undefined }
    if (validApprovals({ ...current, approvals }) < said.approvalsNeeded) {
      return { ok: true, next: asked(movedTo(current, 'approve', 'awaitingReview', moved, change), nowMs, rules) }
    }
    const dueAtMs = nowMs + rules.collectWithinHours * millisecondsInHour
    return { ok: true, next: movedTo(current, 'approve', 'approved', moved, { ...change, dueAtMs }) }
  })
}

/** No, for good: also in the middle of another reviewer's call, and after a yes that was not yet used. */
export function deny(request: RequestRecord, justification: string, making: Making): Judged {
  return make(request, 'deny', making, (current) => {
    const change = { call: undefined, dueAtMs: undefined }
    return {
      ok: true,
      next: movedTo(current, 'deny', 'denied', { ...making, atMs: making.nowMs, justification }, change),
    }
  })
}

export function cancel(request: RequestRecord, making: Making): Judged {
  return make(request, 'cancel', making, (current) => {
    const change = { call: undefined, dueAtMs: undefined }
    return { ok: true, next: movedTo(current, 'cancel', 'cancelled', { ...making, atMs: making.nowMs }, change) }
  })
}

/** May it be collected, by what is on record? Asked before a code is made for it. */
export function objectionToCollecting(request: RequestRecord, nowMs: number): Judged {
  const current = settle(request, nowMs)
  const next = current === request ? undefined : current
  const isOpen = legalMoves.collect.includes(current.state) && current.person !== undefined
  return isOpen ? { ok: true, next: current } : { ...refused('wrongState', current), next }
}

/** The approval is used, before there is a pass: of any number that try, one gets through. */
export function collect(
  request: RequestRecord,
  {
    passId,
    approvalsNeeded,
    voidedAtMs = 0,
  }: { readonly passId: string; readonly approvalsNeeded: number; readonly voidedAtMs?: number | undefined },
  making: Making,
): Judged {
  return make(request, 'collect', making, (current) => {
    const { nowMs } = making
    const isVouched = approvalsNeeded === 1 && isStillVouched(current, voidedAtMs)
    if (!current.person) return refused('wrongState', current)
    if (!isVouched && validApprovals(current) < approvalsNeeded) {
      // The policy has asked for a second person since, or what vouched was voided.
      return { ...refused('approvalMissing', current), next: reopened(current, { ...making, by: theClock }) }
    }
    return {
      ok: true,
      next: movedTo(current, 'collect', 'collected', { ...making, atMs: nowMs }, { passId, dueAtMs: undefined }),
    }
  })
}

/** Back to where it was: the pass could not be made. Only the collection that failed may ask. */
export function giveBack(request: RequestRecord, passId: string, making: Making): RequestRecord | undefined {
  if (request.state !== 'collected' || request.passId !== passId) return undefined
  const approvedAtMs = request.history.findLast(({ state }) => state === 'approved')?.atMs ?? making.nowMs
  const dueAtMs = approvedAtMs + making.rules.collectWithinHours * millisecondsInHour
  const history = request.history.filter(({ move }) => move !== 'collect')
  return { ...request, state: 'approved', passId: undefined, dueAtMs, history }
}

/** The request as a reviewer is asked for it. */
export function asked(request: RequestRecord, nowMs: number, rules: RequestRules): RequestRecord {
  const dueAtMs = nowMs + rules.reviewWithinHours * millisecondsInHour
  const last = request.history.at(-1)
  const history = last ? [...request.history.slice(0, -1), { ...last, state: 'awaitingReview' as const }] : []
  return { ...request, state: 'awaitingReview', dueAtMs, review: { sinceMs: nowMs, dueAtMs }, told: [], history }
}

export function proveUntil({ createdAtMs }: Pick<RequestRecord, 'createdAtMs'>, rules: RequestRules): number {
  return createdAtMs + rules.proveWithinHours * millisecondsInHour
}

/** What holds for every move: the clock first, then whether the move starts here at all. */
function make(
  request: RequestRecord,
  move: AskedMove,
  { nowMs }: Making,
  go: (current: RequestRecord) => Judged,
): Judged {
  const current = settle(request, nowMs)
  const next = current === request ? undefined : current
  if (!legalMoves[move].includes(current.state)) return { ...refused('wrongState', current), next }
  const isEnding = move === 'deny' || move === 'cancel' || move === 'collect'
  if (!isEnding && current.history.length >= mostMoves) return { ...refused('tooManyMoves', current), next }
  const judged = go(current)
  return judged.ok ? judged : { ...judged, next: judged.next ?? next }
}

function refused(reason: RequestRefusalReason, { state }: RequestRecord): Extract<Judged, { readonly ok: false }> {
  return { ok: false, reason, state }
}

function movedTo(
  request: RequestRecord,
  move: RequestMove,
  state: RequestState,
  {
    atMs,
    by,
    justification,
  }: { readonly atMs: number; readonly by: Mover; readonly justification?: string | undefined },
  change: Partial<RequestRecord>,
): RequestRecord {
  return { ...request, ...change, state, history: [...request.history, { move, state, atMs, by, justification }] }
}
