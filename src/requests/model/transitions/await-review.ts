import { millisecondsInHour } from 'date-fns/constants'
import { identityProvedAtMs } from '../evidence.js'
import type { RequestRecord } from '../request.js'
import type { RequestRules } from '../rules.js'
import type { TransitionContext } from './with-transition.js'
import { withTransition } from './with-transition.js'

/** Returns the request in `awaitingReview`: its last transition leads there, and no reviewer is notified yet. */
export function toAwaitingReview(request: RequestRecord, nowMs: number, rules: RequestRules): RequestRecord {
  const dueAtMs = nowMs + rules.reviewDeadlineInHours * millisecondsInHour
  const last = request.history.at(-1)
  const history = last ? [...request.history.slice(0, -1), { ...last, state: 'awaitingReview' as const }] : []
  return { ...request, state: 'awaitingReview', dueAtMs, review: { sinceMs: nowMs, dueAtMs }, notified: [], history }
}

/** Returns the request before its review, or before the rest of the proof if identity is not proved. */
export function reopen(request: RequestRecord, context: TransitionContext): RequestRecord {
  const { nowMs, rules } = context
  const isReviewable = request.opener !== undefined || identityProvedAtMs(request.proofs, rules) !== undefined
  const reopened = withTransition(request, 'edit', context, {
    state: request.proofs.length > 0 ? 'proving' : 'submitted',
    call: undefined,
    reusedProofOf: undefined,
    dueAtMs: proofDueAtMs(request, rules),
  })
  return isReviewable ? toAwaitingReview(reopened, nowMs, rules) : reopened
}

/** Returns the instant from which the requester can no longer prove who they are. */
export function proofDueAtMs({ createdAtMs }: Pick<RequestRecord, 'createdAtMs'>, rules: RequestRules): number {
  return createdAtMs + rules.proofDeadlineInHours * millisecondsInHour
}
