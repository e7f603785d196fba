import { millisecondsInHour } from 'date-fns/constants'
import { isReusedProofValid, validApprovals } from '../approvals.js'
import type { RequestRecord } from '../request.js'
import type { TransitionResult } from './apply-transition.js'
import { applyTransition, refusal } from './apply-transition.js'
import { reopen } from './await-review.js'
import { clockActor } from './expiry.js'
import type { TransitionContext } from './with-transition.js'
import { withTransition } from './with-transition.js'

/** What must be true now for an approval to count, and the pass that is issued for it. */
export interface CollectFacts {
  readonly passId: string
  readonly approvalsNeeded: number
  /** Earlier proofs up to this instant are invalid. */
  readonly invalidatedAtMs?: number | undefined
}

/** Refuses a request that cannot be collected, before a code is created for it. */
export function checkCollecting(request: RequestRecord, nowMs: number): TransitionResult {
  return applyTransition(request, 'collect', nowMs, (current) =>
    current.user ? { ok: true, next: current } : refusal('wrongState', current),
  )
}

/** Uses the approval, before the pass exists: of several parallel collections, one succeeds. */
export function collect(
  request: RequestRecord,
  { passId, approvalsNeeded, invalidatedAtMs = 0 }: CollectFacts,
  context: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'collect', context.nowMs, (current) => {
    if (!current.user) return refusal('wrongState', current)
    const isProved = approvalsNeeded === 1 && isReusedProofValid(current, invalidatedAtMs)
    if (!isProved && validApprovals(current) < approvalsNeeded) {
      // The policy now requires a second person, or the earlier proof was invalidated.
      const next = reopen(current, { ...context, by: clockActor })
      return { ...refusal('approvalMissing', current), next }
    }
    const change = { state: 'collected', passId, dueAtMs: undefined } as const
    return { ok: true, next: withTransition(current, 'collect', context, change) }
  })
}

/** Returns the request as approved again, for a pass that could not be issued; `undefined` for any other pass. */
export function undoCollect(
  request: RequestRecord,
  passId: string,
  { nowMs, rules }: Omit<TransitionContext, 'by'>,
): RequestRecord | undefined {
  if (request.state !== 'collected' || request.passId !== passId) return undefined
  const approvedAtMs = request.history.findLast(({ state }) => state === 'approved')?.atMs ?? nowMs
  const dueAtMs = approvedAtMs + rules.collectionDeadlineInHours * millisecondsInHour
  const history = request.history.filter(({ transition }) => transition !== 'collect')
  return { ...request, state: 'approved', passId: undefined, dueAtMs, history }
}
