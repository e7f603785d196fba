import { millisecondsInHour, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import { hasApproved, validApprovals } from '../approvals.js'
import { requestDigest } from '../digest.js'
import type { RequestRecord, UserRef } from '../request.js'
import { isSameRef, refOf } from '../request.js'
import type { TransitionResult } from './apply-transition.js'
import { applyTransition, refusal } from './apply-transition.js'
import { toAwaitingReview } from './await-review.js'
import type { TransitionContext } from './with-transition.js'
import { withTransition } from './with-transition.js'

/** Starts a call between reviewer and requester. A reviewer whose own call broke off may start it again. */
export function startCall(request: RequestRecord, reviewer: UserRef, context: TransitionContext): TransitionResult {
  const { nowMs, rules } = context
  return applyTransition(request, 'startCall', nowMs, (current) => {
    if (current.call && !isSameRef(current.call.reviewer, reviewer)) return refusal('notInCall', current)
    if (hasApproved(current, reviewer)) return refusal('alreadyApproved', current)
    // Until the review deadline only, so that one reviewer cannot keep a request from others by calling again.
    if (nowMs >= (current.review?.dueAtMs ?? nowMs)) return refusal('wrongState', current)
    const call = { reviewer: refOf(reviewer), startedAtMs: nowMs, digest: requestDigest(current) }
    const dueAtMs = nowMs + rules.maximumCallInMinutes * millisecondsInMinute
    return { ok: true, next: withTransition(current, 'startCall', context, { state: 'inCall', call, dueAtMs }) }
  })
}

/** Adds an approval, if the reviewer is in a long enough call. With too few of them, the request awaits another reviewer. */
export function approve(
  request: RequestRecord,
  reviewer: UserRef,
  { justification, approvalsNeeded }: { readonly justification: string; readonly approvalsNeeded: number },
  context: TransitionContext,
): TransitionResult {
  const { nowMs, rules } = context
  return applyTransition(request, 'approve', nowMs, (current) => {
    const { call } = current
    if (!call || !isSameRef(call.reviewer, reviewer)) return refusal('notInCall', current)
    const callMs = nowMs - call.startedAtMs
    if (callMs < rules.minimumCallInSeconds * millisecondsInSecond) return refusal('callTooShort', current)
    const digest = requestDigest(current)
    if (digest !== call.digest) return refusal('wrongState', current)
    if (hasApproved(current, reviewer)) return refusal('alreadyApproved', current)
    const approvals = [...current.approvals, { reviewer: refOf(reviewer), atMs: nowMs, justification, digest }]
    const next = withTransition(
      current,
      'approve',
      { ...context, justification },
      {
        state: 'approved',
        approvals,
        call: undefined,
        dueAtMs: nowMs + rules.collectionDeadlineInHours * millisecondsInHour,
      },
    )
    return { ok: true, next: validApprovals(next) < approvalsNeeded ? toAwaitingReview(next, nowMs, rules) : next }
  })
}

/** Denies for good, also during another reviewer's call and after an approval that is not collected yet. */
export function deny(request: RequestRecord, justification: string, context: TransitionContext): TransitionResult {
  return applyTransition(request, 'deny', context.nowMs, (current) => {
    const change = { state: 'denied', call: undefined, dueAtMs: undefined } as const
    return { ok: true, next: withTransition(current, 'deny', { ...context, justification }, change) }
  })
}
