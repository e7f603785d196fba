import { eraseEvidence } from '../evidence.js'
import type { RequestRecord, TransitionActor } from '../request.js'
import { withTransition } from './with-transition.js'

export const clockActor: TransitionActor = { kind: 'system', id: 'clock' }

/**
 * Returns the request as it is at an instant: evidence is erased, a call without a decision ends, an overdue state expires.
 * Returns the same object if nothing has changed.
 */
export function applyExpiry(request: RequestRecord, nowMs: number): RequestRecord {
  const proofs = eraseEvidence(request.proofs, nowMs)
  return applyStateExpiry(proofs === request.proofs ? request : { ...request, proofs }, nowMs)
}

function applyStateExpiry(request: RequestRecord, nowMs: number): RequestRecord {
  const { state, dueAtMs, review } = request
  if (dueAtMs === undefined || nowMs < dueAtMs) return request
  const origin = { nowMs: dueAtMs, by: clockActor }
  if (state === 'inCall' && review && dueAtMs < review.dueAtMs) {
    const change = { state: 'awaitingReview', call: undefined, dueAtMs: review.dueAtMs } as const
    return applyStateExpiry(withTransition(request, 'endCall', origin, change), nowMs)
  }
  return withTransition(request, 'expire', origin, { state: 'expired', call: undefined, dueAtMs: undefined })
}
