import type { RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import type { ProverName } from '../../ports/prover.js'
import type { RequestRecord, TransitionActor } from './request.js'

/** A request, as reviewers and administrators see it. */
export interface PassRequest {
  readonly id: string
  readonly userId: string
  readonly state: RequestState
  readonly createdAt: Date
  /** When the state runs out. Absent once the request is over. */
  readonly dueAt?: Date | undefined
  /** Whom the directory and the rules name now, while a reviewer is asked for. */
  readonly reviewerIds: readonly string[]
  /** May whoever may issue a pass to the person review as well? */
  readonly isOpenToAdministrators: boolean
  /** Reviewers who have to say yes: 2 under dual control. */
  readonly approvalsNeeded: number
  /** The administrator who opened it for somebody else. */
  readonly openedBy?: string | undefined
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
  /** Where the person says they can be reached. Nobody has checked it. */
  readonly contact?: string | undefined
  readonly proofs: readonly RequestProof[]
  /** Who is in the call, and since when. */
  readonly call?: { readonly reviewerId: string; readonly startedAt: Date } | undefined
  readonly approvals: readonly RequestApproval[]
  /** The pass that was collected. */
  readonly passId?: string | undefined
  readonly history: readonly RequestHistoryEntry[]
}

/** What was proved, and how surely. Its evidence lies with the prover. */
export interface RequestProof {
  readonly prover: ProverName
  readonly isAccepted: boolean
  readonly assurance: string
  readonly at: Date
  /** Ids at the prover. Empty once the evidence was erased. */
  readonly references: readonly string[]
}

/** One reviewer's yes. */
export interface RequestApproval {
  readonly reviewerId: string
  readonly at: Date
  readonly justification: string
}

/** One move of a request. */
export interface RequestHistoryEntry {
  readonly transition: RequestTransition
  readonly state: RequestState
  readonly at: Date
  readonly by: TransitionActor
  readonly justification?: string | undefined
}

export function describeRequest(
  request: RequestRecord,
  userId: string,
  asked: Pick<PassRequest, 'reviewerIds' | 'isOpenToAdministrators' | 'approvalsNeeded'>,
): PassRequest {
  const { id, state, createdAtMs, dueAtMs, opener, justification, ticket, contact, call, passId } = request
  return {
    id,
    userId,
    state,
    createdAt: new Date(createdAtMs),
    dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs),
    ...asked,
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
