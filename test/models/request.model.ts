import { dayMs, hourMs, minuteMs, secondMs } from '../support/clock.js'

/**
 * The meaning of self-service requests for one user, one call after another, written from the promise and not from the
 * source. Times are milliseconds.
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
  /** When the proof of the last approved request was made. */
  acceptedProofMs: number | undefined
  invalidatedMs: number
}

export interface ModelRequest {
  id: string
  state: State
  createdMs: number
  dueMs: number
  /** The start of the review. */
  reviewStartMs: number | undefined
  reviewDueMs: number
  proved: Map<'document' | 'liveness', number>
  hasTried: boolean
  call: { by: string; atMs: number } | undefined
  approvals: string[]
  /** When the earlier proof was made, whose face the liveness proof was compared with. */
  comparedMs: number | undefined
  isProofReused: boolean
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

export const failuresBeforeLock = 3

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
    acceptedProofMs: undefined,
    invalidatedMs: 0,
  }
}

/** Applies the deadlines that have passed. */
export function readState(model: RequestModel, request: ModelRequest): State {
  const isOpen = ['submitted', 'proving', 'awaitingReview', 'inCall', 'approved'].includes(request.state)
  if (!isOpen || model.nowMs < request.dueMs) return request.state
  const canBeAskedAgain = request.state === 'inCall' && request.dueMs < request.reviewDueMs
  request.call = undefined
  request.state = canBeAskedAgain ? 'awaitingReview' : 'expired'
  if (canBeAskedAgain) request.dueMs = request.reviewDueMs
  return readState(model, request)
}

export function isLocked(model: RequestModel): boolean {
  return model.nowMs < model.lockedUntilMs
}

export function proveTo(
  model: RequestModel,
  request: ModelRequest,
  prover: 'document' | 'liveness',
  isGood: boolean,
): State | Refusal {
  const state = readState(model, request)
  const { nowMs } = model
  if ((state !== 'submitted' && state !== 'proving') || request.proved.has(prover) || isLocked(model)) return 'refused'
  const isForgotten = model.lockedUntilMs > 0 || nowMs - model.lastFailedMs >= dayMs
  if (isForgotten) model.failed = 0
  model.lockedUntilMs = 0
  model.lastFailedMs = nowMs
  request.hasTried = true
  request.state = 'proving'
  if (!isGood) {
    model.failed += 1
    if (model.failed >= failuresBeforeLock) model.lockedUntilMs = nowMs + dayMs
    return 'proving'
  }
  request.proved.set(prover, nowMs)
  const { acceptedProofMs } = model
  const hasAcceptedProof = acceptedProofMs !== undefined && nowMs < acceptedProofMs + 30 * dayMs
  if (prover === 'liveness') request.comparedMs = hasAcceptedProof ? acceptedProofMs : undefined
  const isReturning = hasAcceptedProof && !model.isDual && request.comparedMs === acceptedProofMs
  if (isReturning && request.proved.has('liveness')) {
    request.isProofReused = true
    request.state = 'approved'
    request.dueMs = nowMs + dayMs
  } else if (request.proved.size === 2) ask(model, request)
  return request.state
}

function ask(model: RequestModel, request: ModelRequest): void {
  request.state = 'awaitingReview'
  request.reviewStartMs = model.nowMs
  request.reviewDueMs = model.nowMs + dayMs
  request.dueMs = request.reviewDueMs
}

/** Whether the user can review the request now. */
export function canReview(model: RequestModel, request: ModelRequest, reviewer: string): boolean {
  const isManagerThere = model.manager.isEnabled && !model.manager.isAway
  const isEscalated =
    model.isDual ||
    model.nowMs >= (request.reviewStartMs ?? model.nowMs) + 4 * hourMs ||
    (!isManagerThere && !model.delegate)
  if (reviewer === 'mona') return model.manager.isEnabled
  if (reviewer === 'max') return isEscalated
  return reviewer === 'grace' ? model.isDual : reviewer === model.delegate
}

export function call(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = readState(model, request)
  if (!canReview(model, request, reviewer)) return 'notAuthorized'
  const isInOtherCall = state === 'inCall' && request.call?.by !== reviewer
  const isOpen = (state === 'awaitingReview' || state === 'inCall') && model.nowMs < request.reviewDueMs
  if (!isOpen || isInOtherCall || request.approvals.includes(reviewer)) return 'invalidTransition'
  request.call = { by: reviewer, atMs: model.nowMs }
  request.dueMs = model.nowMs + 60 * minuteMs
  request.state = 'inCall'
  return 'inCall'
}

export function approveIt(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = readState(model, request)
  if (!canReview(model, request, reviewer)) return 'notAuthorized'
  const { call } = request
  if (state !== 'inCall' || call?.by !== reviewer || model.nowMs < call.atMs + 15 * secondMs) return 'invalidTransition'
  request.call = undefined
  request.approvals.push(reviewer)
  if (request.approvals.length < (model.isDual ? 2 : 1)) ask(model, request)
  else {
    request.state = 'approved'
    request.dueMs = model.nowMs + dayMs
    acceptProof(model, request)
  }
  return request.state
}

/** A reviewer approves a complete proof. */
function acceptProof(model: RequestModel, request: ModelRequest): void {
  if (request.proved.size < 2 || request.approvals.length === 0) return
  const provedMs = Math.min(...request.proved.values())
  const isValid = provedMs > model.invalidatedMs && model.nowMs < provedMs + 30 * dayMs
  if (!isValid || (model.acceptedProofMs !== undefined && model.acceptedProofMs >= provedMs)) return
  model.acceptedProofMs = provedMs
  model.failed = 0
  model.lockedUntilMs = 0
}

export function denyIt(model: RequestModel, request: ModelRequest, reviewer: string): State | Refusal {
  const state = readState(model, request)
  if (!canReview(model, request, reviewer)) return 'notAuthorized'
  if (state !== 'awaitingReview' && state !== 'inCall' && state !== 'approved') return 'invalidTransition'
  model.acceptedProofMs = undefined
  model.invalidatedMs = model.nowMs
  request.state = 'denied'
  return 'denied'
}

export function editIt(model: RequestModel, request: ModelRequest): State | Refusal {
  const state = readState(model, request)
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
  request.isProofReused = false
  if (request.proved.size === 2) ask(model, request)
  else {
    request.state = request.hasTried ? 'proving' : 'submitted'
    request.dueMs = request.createdMs + dayMs
  }
}

export function collectIt(model: RequestModel, request: ModelRequest): State | Refusal {
  if (readState(model, request) !== 'approved') return 'refused'
  const needed = model.isDual ? 2 : 1
  const isProofReused = request.isProofReused && needed === 1 && (request.comparedMs ?? 0) > model.invalidatedMs
  const isEnough = request.approvals.length >= needed || isProofReused
  if (!isEnough) {
    reopen(model, request)
    return 'refused'
  }
  request.state = 'collected'
  acceptProof(model, request)
  return 'collected'
}

export function cancelIt(model: RequestModel, request: ModelRequest): State | Refusal {
  const state = readState(model, request)
  if (['collected', 'denied', 'expired', 'cancelled'].includes(state)) return 'refused'
  request.state = 'cancelled'
  return 'cancelled'
}
