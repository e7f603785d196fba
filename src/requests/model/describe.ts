import type { RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import type { ProverName } from '../../ports/prover.js'
import type { RequestRecord, TransitionActor } from './request.js'

/** A request, as reviewers, administrators and the user themselves see it. */
export interface PassRequest {
  /** A GUID, in lower case. */
  readonly id: string
  /** The id in the directory of the user whose pass it is. */
  readonly userId: string
  readonly state: RequestState
  readonly createdAt: Date
  /** The first instant that is too late for the current state. Absent in a final state. */
  readonly dueAt?: Date | undefined
  /** Ids of the reviewers whom directory and rules name now. Empty unless the request awaits a review or is in a call. */
  readonly reviewerIds: readonly string[]
  /** Administrators who may issue a pass to the user may review too. `false` unless a review is due. */
  readonly isOpenToAdministrators: boolean
  /** Reviewers who must approve: 1, or 2 under dual control. */
  readonly approvalsNeeded: number
  /** The id of the administrator who opened the request. Absent if the user asked. */
  readonly openedBy?: string | undefined
  /** Why the administrator opened it. Absent if the user asked. */
  readonly justification?: string | undefined
  /** The ticket that the administrator named. Absent if the user asked. */
  readonly ticket?: string | undefined
  /** How to reach the requester, as they typed it. The library does not check it: call a number that you know. */
  readonly contact?: string | undefined
  /** The last proof of each prover, accepted or not. */
  readonly proofs: readonly RequestProof[]
  /** The call that is running. */
  readonly call?: { readonly reviewerId: string; readonly startedAt: Date } | undefined
  readonly approvals: readonly RequestApproval[]
  /** The id of the pass that was collected. */
  readonly passId?: string | undefined
  /** Every transition, oldest first: at most 40, and the one that ends the request. */
  readonly history: readonly RequestHistoryEntry[]
}

/** The result of one check of identity. The prover keeps the evidence itself. */
export interface RequestProof {
  readonly prover: ProverName
  readonly isAccepted: boolean
  /** How sure the check is, in the prover's words, such as `IAL2` of NIST SP 800-63A-4. */
  readonly assurance: string
  readonly at: Date
  /** Ids of the evidence at the prover. Empty once they were erased, after `evidenceRetentionInDays`. */
  readonly references: readonly string[]
}

/** The approval of one reviewer. */
export interface RequestApproval {
  readonly reviewerId: string
  readonly at: Date
  readonly justification: string
}

/** One transition of a request. */
export interface RequestHistoryEntry {
  readonly transition: RequestTransition
  /** The state that the transition led to. */
  readonly state: RequestState
  readonly at: Date
  readonly by: TransitionActor
  readonly justification?: string | undefined
}

export function describeRequest(
  request: RequestRecord,
  userId: string,
  review: Pick<PassRequest, 'reviewerIds' | 'isOpenToAdministrators' | 'approvalsNeeded'>,
): PassRequest {
  const { id, state, createdAtMs, dueAtMs, opener, justification, ticket, contact, call, passId } = request
  return {
    id,
    userId,
    state,
    createdAt: new Date(createdAtMs),
    dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs),
    ...review,
    openedBy: opener?.id,
    justification,
    ticket,
    contact,
    proofs: request.proofs.map(({ prover, isAccepted, assurance, atMs, evidence }) => ({
      prover,
      isAccepted,
      assurance,
      at: new Date(atMs),
      references: evidence?.references ?? [],
    })),
    call: call && { reviewerId: call.reviewer.id, startedAt: new Date(call.startedAtMs) },
    approvals: request.approvals.map((approval) => ({
      reviewerId: approval.reviewer.id,
      at: new Date(approval.atMs),
      justification: approval.justification,
    })),
    passId,
    history: request.history.map(({ transition, state, atMs, by, justification }) => ({
      transition,
      state,
      at: new Date(atMs),
      by,
      justification,
    })),
  }
}
