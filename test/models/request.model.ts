import { dayMs, hourMs, minuteMs, secondMs } from '../support/clock.js'

/**
 * The self-service requests of one user, one call after another. It is written from the documentation, not from the source,
 * as simply as possible. Times are milliseconds.
 */
export interface RequestModel {
  nowMs: number
  isDual: boolean
  manager: { isAway: boolean; isEnabled: boolean }
  delegate: 'dev' | 'sam' | undefined
  requests: ModelRequest[]
  failed: number
  lastFailedMs: number
  lockedUntilMs: number
  /** When the proof that a reviewer has approved was made. */
  approvedProofMs: number | undefined
  invalidatedMs: number
}

export interface ModelRequest {
  id: string
  state: State
  createdMs: number
  dueMs: number
  /** When the review began. */
  sinceMs: number | undefined
  reviewDueMs: number
  proved: Map<'document' | 'liveness', number>
  hasTried: boolean
  call: { by: string; atMs: number } | undefined
  approvals: string[]
  /** When the earlier proof that liveness was compared with was made. */
  comparedMs: number | undefined
  isReusingProof: boolean
}

export type State =
  | 'submitted'
  | 'proving'
  | 'awaitingReview'
  | 'inCall'
  | 'approved'
  | 'collected'
  | 'denied'
  | 'expired'
  | 'cancelled'
export type Refusal = 'refused' | 'notAuthorized' | 'invalidTransition'

export const failuresBeforeLockout = 3

export function emptyRequestModel(nowMs: number): RequestModel {
  return {
    nowMs,
    isDual: false,
    manager: { isAway: false, isEnabled: true },
    delegate: 'dev',
    requests: [],
    failed: 0,
    lastFailedMs: nowMs,
    lockedUntilMs: 0,
    approvedProofMs: undefined,
    invalidatedMs: 0,
  }
}

/** Applies the deadlines, and returns the state. */
export function stateNow(model: RequestModel, request: ModelRequest): State {
  const isOpen = ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'].includes(request.state)
  if (!isOpen || model.nowMs < request.dueMs) return request.state
  const canBeReviewed = request.state === 'inCall' && request.dueMs < request.reviewDueMs
  request.call = undefined
  request.state = canBeReviewed ? 'awaitingReview' : 'expired'
  if (canBeReviewed) request.dueMs = request.reviewDueMs
  return stateNow(model, request)
}

export function isLocked(model: RequestModel): boolean {
  return model.nowMs < model.lockedUntilMs
}

export function prove(
  model: RequestModel,
  request: ModelRequest,
  prover: 'document' | 'liveness',
  isAccepted: boolean,
): State | Refusal {
  const state = stateNow(model, request)
  const { nowMs } = model
  if ((state !== 'submitted' && state !== 'proving') || request.proved.has(prover) || isLocked(model)) return 'refused'
  const isReset = model.lockedUntilMs > 0 || nowMs - model.lastFailedMs >= dayMs
  if (isReset) model.failed = 0
  model.lockedUntilMs = 0
  model.lastFailedMs = nowMs
  request.hasTried = true
  request.state = 'proving'
  if (!isAccepted) {
    model.failed += 1
    if (model.failed >= failuresBeforeLockout) model.lockedUntilMs = nowMs + dayMs
    return 'proving'
  }
  request.proved.set(prover, nowMs)
  const { approvedProofMs } = model
  const isEarlierProofValid = approvedProofMs !== undefined && nowMs < approvedProofMs + 30 * dayMs
  if (prover === 'liveness') request.comparedMs = isEarlierProofValid ? approvedProofMs : undefined
  const isReturning = isEarlierProofValid && !model.isDual && request.comparedMs === approvedProofMs
  if (isReturning && request.proved.has('liveness')) {
    request.isReusingProof = true
    request.state = 'approved'
    request.dueMs = nowMs + dayMs
  } else if (request.proved.size === 2) awaitReview(model, request)
  return request.state
}

function awaitReview(model: RequestModel, request: ModelRequest): void {
  request.state = 'awaitingReview'
  request.sinceMs = model.nowMs
  request.reviewDueMs = model.nowMs + dayMs
  request.dueMs = request.reviewDueMs
}

export function mayReview(model: RequestModel, request: ModelRequest, reviewer: string): boolean {
  const isManagerAvailable = model.manager.isEnabled && !model.manager.isAway
  const isEscalated =
    model.isDual ||
    model.nowMs >= (request.sinceMs ?? model.nowMs) + 4 * hourMs ||
    (!isManagerAvailable && !model.delegate)
  if (reviewer === 'mona') return model.manager.isEnabled
  if (reviewer === 'max') return isEscalated
  return reviewer === 'grace' ? model.isDual : reviewer === model.delegate
}

export function startCall(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = stateNow(model, request)
  if (!mayReview(model, request, reviewer)) return 'notAuthorized'
  const isOfAnother = state === 'inCall' && request.call?.by !== reviewer
  const isOpen = (state === 'awaitingReview' || state === 'inCall') && model.nowMs < request.reviewDueMs
  if (!isOpen || isOfAnother || request.approvals.includes(reviewer)) return 'invalidTransition'
  request.call = { by: reviewer, atMs: model.nowMs }
  request.dueMs = model.nowMs + 60 * minuteMs
  request.state = 'inCall'
  return 'inCall'
}

export function approve(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = stateNow(model, request)
  if (!mayReview(model, request, reviewer)) return 'notAuthorized'
  const { call } = request
  if (state !== 'inCall' || call?.by !== reviewer || model.nowMs < call.atMs + 15 * secondMs) return 'invalidTransition'
  request.call = undefined
  request.approvals.push(reviewer)
  if (request.approvals.length < (model.isDual ? 2 : 1)) awaitReview(model, request)
  else {
    request.state = 'approved'
    request.dueMs = model.nowMs + dayMs
    storeProof(model, request)
  }
  return request.state
}

/** Stores the proof that a reviewer has approved, if it is complete, valid and newer. */
function storeProof(model: RequestModel, request: ModelRequest): void {
  if (request.proved.size < 2 || request.approvals.length === 0) return
  const provedMs = Math.min(...request.proved.values())
  const isValid = provedMs > model.invalidatedMs && model.nowMs < provedMs + 30 * dayMs
  if (!isValid || (model.approvedProofMs !== undefined && model.approvedProofMs >= provedMs)) return
  model.approvedProofMs = provedMs
  model.failed = 0
  model.lockedUntilMs = 0
}

export function deny(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = stateNow(model, request)
  if (!mayReview(model, request, reviewer)) return 'notAuthorized'
  if (state !== 'awaitingReview' && state !== 'inCall' && state !== 'approved') return 'invalidTransition'
  model.approvedProofMs = undefined
  model.invalidatedMs = model.nowMs
  request.state = 'denied'
  return 'denied'
}

export function edit(model: RequestModel, request: ModelRequest): State | Refusal {
  const state = stateNow(model, request)
  if (['collected', 'denied', 'expired', 'cancelled'].includes(state)) return 'refused'
  request.approvals = []
  if (state === 'awaitingReview' || state === 'inCall') {
    request.state = 'awaitingReview'
    request.dueMs = request.reviewDueMs
    request.call = undefined
  } else reopen(model, request)
  return request.state
}

function reopen(model: RequestModel, request: ModelRequest): void {
  request.call = undefined
  request.isReusingProof = false
  if (request.proved.size === 2) awaitReview(model, request)
  else {
    request.state = request.hasTried ? 'proving' : 'submitted'
    request.dueMs = request.createdMs + dayMs
  }
}

export function collect(model: RequestModel, request: ModelRequest): State | Refusal {
  if (stateNow(model, request) !== 'approved') return 'refused'
  const needed = model.isDual ? 2 : 1
  const isReusingProof = request.isReusingProof && needed === 1 && (request.comparedMs ?? 0) > model.invalidatedMs
  const isEnough = request.approvals.length >= needed || isReusingProof
  if (!isEnough) {
    reopen(model, request)
    return 'refused'
  }
  request.state = 'collected'
  storeProof(model, request)
  return 'collected'
}

export function cancel(model: RequestModel, request: ModelRequest): State | Refusal {
  const state = stateNow(model, request)
  if (['collected', 'denied', 'expired', 'cancelled'].includes(state)) return 'refused'
  request.state = 'cancelled'
  return 'cancelled'
}
