import type { RequestState } from '../../src/core/event/request-vocabulary.js'
import type { Proof } from '../../src/ports/prover.js'
import { requestDigest } from '../../src/requests/model/digest.js'
import type { EarlierProof, RequestRecord } from '../../src/requests/model/request.js'
import { defaultRequestRules } from '../../src/requests/model/rules.js'
import type { ComparedProofs } from '../../src/requests/model/transitions/prove.js'
import type { TransitionContext } from '../../src/requests/model/transitions/with-transition.js'
import { dayMs, hourMs } from '../support/clock.js'

export const startMs: number = Date.UTC(2026, 10, 23, 6)
export const mona = { id: 'mona' } as const
export const max = { id: 'max' } as const

export const accepted: Proof = { isAccepted: true, assurance: 'IAL2', references: ['case 1'], digests: ['d1'] }
export const failed: Proof = { ...accepted, isAccepted: false }

export function context(nowMs: number = startMs, by: string = 'rhea'): TransitionContext {
  return { nowMs, by: { kind: 'requester', id: by }, rules: defaultRequestRules }
}

/** The proofs that a prover receives now, and the earlier proof that is valid. */
export function comparedNow(
  { proofs }: RequestRecord,
  earlier?: EarlierProof,
): { readonly earlier?: EarlierProof | undefined; readonly compared: ComparedProofs } {
  return { earlier, compared: { proofs, earlier } }
}

/** Returns Rhea's request, in this state since {@link startMs}. */
export function aRequest(state: RequestState, change: Partial<RequestRecord> = {}): RequestRecord {
  const isReviewed = !['submitted', 'proving'].includes(state)
  const proofs = ['document', 'liveness'] as const
  const request: RequestRecord = {
    id: '00000000-0000-4000-8000-000000000001',
    user: { id: 'rhea' },
    requesterId: 'requester',
    clientBinding: 'hash',
    state,
    createdAtMs: startMs,
    dueAtMs: dueOf(state),
    review: isReviewed ? { sinceMs: startMs, dueAtMs: startMs + dayMs } : undefined,
    proofs: isReviewed
      ? proofs.map((prover) => ({
          prover,
          isAccepted: true,
          assurance: 'IAL2',
          atMs: startMs,
          evidence: { references: [`case ${prover}`] },
          eraseAtMs: startMs + 30 * dayMs,
        }))
      : [],
    approvals: [],
    notified: [],
    history: [{ transition: 'submit', state: 'submitted', atMs: startMs, by: { kind: 'requester', id: 'rhea' } }],
    commitIds: [],
    ...change,
  }
  const digest = requestDigest(request)
  if (state === 'inCall' && !request.call) return { ...request, call: { reviewer: mona, startedAtMs: startMs, digest } }
  const approval = { reviewer: mona, atMs: startMs, justification: 'Known voice', digest }
  const isApproved = state === 'approved' && change.approvals === undefined && change.reusedProofOf === undefined
  return isApproved ? { ...request, approvals: [approval] } : request
}

function dueOf(state: RequestState): number | undefined {
  if (state === 'inCall') return startMs + hourMs
  return ['collected', 'denied', 'expired', 'cancelled'].includes(state) ? undefined : startMs + dayMs
}
