import type { RequestRecord } from '../request.js'
import type { TransitionResult } from './apply-transition.js'
import { applyTransition } from './apply-transition.js'
import { reopen } from './await-review.js'
import type { TransitionContext } from './with-transition.js'
import { withTransition } from './with-transition.js'

/** Changes the contact. It ends a call and drops all approvals, because reviewers approved another contact. */
export function edit(
  request: RequestRecord,
  contact: string | undefined,
  context: TransitionContext,
): TransitionResult {
  return applyTransition(request, 'edit', context.nowMs, (current) => {
    const isInReview = current.state === 'awaitingReview' || current.state === 'inCall'
    const next = reopen({ ...current, contact, approvals: [] }, context)
    const { review, notified } = current
    // Keeps the deadline, so that repeated edits do not keep a request open.
    return { ok: true, next: isInReview ? { ...next, dueAtMs: review?.dueAtMs, review, notified } : next }
  })
}

export function cancel(request: RequestRecord, context: TransitionContext): TransitionResult {
  return applyTransition(request, 'cancel', context.nowMs, (current) => {
    const change = { state: 'cancelled', call: undefined, dueAtMs: undefined } as const
    return { ok: true, next: withTransition(current, 'cancel', context, change) }
  })
}
