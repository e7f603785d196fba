import type { DecoyReason, RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import type { Evidence, ProverName } from '../../ports/prover.js'

/** Who made a move: the person who asks, an administrator or a reviewer, or the library itself by clock or by proof. */
export interface TransitionActor {
  readonly kind: 'requester' | 'user' | 'system'
  readonly id: string
}

/** A person, as a request remembers them. Ids that are used again are told apart by the incarnation. */
export interface UserRef {
  readonly id: string
  readonly incarnation?: string | undefined
}

/** All of one request, in one sealed document. */
export interface RequestRecord {
  readonly id: string
  /** Whose pass it is about. Absent: nobody's, and nothing but waiting ever comes of it. */
  readonly user?: UserRef | undefined
  /** Why it is nobody's. For the audit log; the person at the door is never told. */
  readonly decoy?: DecoyReason | undefined
  /** The document that counts failed proofs of whoever asks. */
  readonly requesterId: string
  /** A hash of what ties it to the client that submitted it. */
  readonly clientBinding: string
  /** Where the reviewer can reach the person. Sealed and not readable. */
  readonly contact?: string | undefined
  /** The administrator who opened it for somebody else. Absent: the person asked for themselves. */
  readonly opener?: UserRef | undefined
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
  readonly state: RequestState
  readonly createdAtMs: number
  /** When the state runs out. What is over has no such time. */
  readonly dueAtMs?: number | undefined
  /** Since when a reviewer is asked for, and until when one may start a call. */
  readonly review?: { readonly sinceMs: number; readonly dueAtMs: number } | undefined
  readonly proofs: readonly ProofRecord[]
  readonly call?: ReviewCall | undefined
  readonly approvals: readonly Approval[]
  /** The earlier request whose proof stood in for a reviewer. */
  readonly reusedProofOf?: string | undefined
  readonly passId?: string | undefined
  /** Reviewers who have been told. */
  readonly notified: readonly string[]
  readonly history: readonly TransitionRecord[]
  readonly commitIds: readonly string[]
}

/** One proof: the decision stays, its evidence has a retention of its own. */
export interface ProofRecord {
  readonly prover: ProverName
  readonly isAccepted: boolean
  readonly assurance: string
  readonly atMs: number
  /** Absent once it was erased. Sealed and not readable. */
  readonly evidence?: Evidence | undefined
  readonly eraseAtMs: number
  /** The earlier proof whose evidence the prover was handed: this one can stand in for a reviewer by that one, and by no other. */
  readonly comparedWith?: EarlierProof | undefined
}

/** A proof that a reviewer believed, made with another request. */
export interface EarlierProof {
  readonly requestId: string
  readonly provedAtMs: number
}

/** A reviewer is talking to the person about exactly this request. */
export interface ReviewCall {
  readonly reviewer: UserRef
  readonly startedAtMs: number
  readonly digest: string
}

/** One reviewer's yes to exactly this request. */
export interface Approval {
  readonly reviewer: UserRef
  readonly atMs: number
  readonly justification: string
  readonly digest: string
}

/** One move, as it stays on record. */
export interface TransitionRecord {
  readonly transition: RequestTransition
  readonly state: RequestState
  readonly atMs: number
  readonly by: TransitionActor
  readonly justification?: string | undefined
}

/** The same person, whatever they are called, and nobody who was given their id later? */
export function isSameRef(a: UserRef | undefined, b: UserRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.incarnation === b.incarnation
}

/** Could it be? Where two are needed, one is not two because the directory has begun to tell incarnations meanwhile. */
export function isMaybeSame(a: UserRef | undefined, b: UserRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && !isToldApart(a, b)
}

function isToldApart({ incarnation: a }: UserRef, { incarnation: b }: UserRef): boolean {
  return a !== undefined && b !== undefined && a !== b
}

export function refOf({ id, incarnation }: UserRef): UserRef {
  return { id, incarnation }
}
