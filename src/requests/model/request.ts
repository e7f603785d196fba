import type { DecoyReason, RequestState, RequestTransition } from '../../core/event/request-vocabulary.js'
import type { Evidence, ProverName } from '../../ports/prover.js'

/** Who made a transition. */
export interface TransitionActor {
  /** `user`: a reviewer, or the administrator who opened the request. `system`: the clock, or a valid earlier proof. */
  readonly kind: 'requester' | 'user' | 'system'
  /** The user's id; `clock` or `proof` for `system`; an empty string for an unknown requester. */
  readonly id: string
}

/** A user, as a request stores them. The incarnation tells users apart who were given the same id. */
export interface UserRef {
  readonly id: string
  readonly incarnation?: string | undefined
}

/** One request, in one sealed document. */
export interface RequestRecord {
  readonly id: string
  /** The user whose pass it is. Absent for a decoy, which never leads to a pass. */
  readonly user?: UserRef | undefined
  /** Why the request is a decoy. For the audit log; the requester is never told. */
  readonly decoy?: DecoyReason | undefined
  /** The id of the document that counts the requester's failed proofs. */
  readonly requesterId: string
  /** A hash of the text that ties the request to one client. */
  readonly clientBinding: string
  /** Where the reviewer can reach the requester. Encrypted in the store. */
  readonly contact?: string | undefined
  /** The administrator who opened the request. Absent if the user asked. */
  readonly opener?: UserRef | undefined
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
  readonly state: RequestState
  readonly createdAtMs: number
  /** The end of the state. Absent in a final state. */
  readonly dueAtMs?: number | undefined
  /** When the review began, and the deadline to start a call. */
  readonly review?: { readonly sinceMs: number; readonly dueAtMs: number } | undefined
  readonly proofs: readonly ProofRecord[]
  readonly call?: ReviewCall | undefined
  readonly approvals: readonly Approval[]
  /** The earlier request whose proof replaced a reviewer. */
  readonly reusedProofOf?: string | undefined
  readonly passId?: string | undefined
  /** The reviewers who were notified in this review. */
  readonly notified: readonly string[]
  readonly history: readonly TransitionRecord[]
  readonly commitIds: readonly string[]
}

/** One proof. The decision stays; its evidence is erased after its own retention. */
export interface ProofRecord {
  readonly prover: ProverName
  readonly isAccepted: boolean
  readonly assurance: string
  readonly atMs: number
  /** Absent once it was erased. Encrypted in the store. */
  readonly evidence?: Evidence | undefined
  readonly eraseAtMs: number
  /** The earlier proof that the prover received. Only with that one can this proof replace a reviewer. */
  readonly comparedWith?: EarlierProof | undefined
}

/** An identity proof of an earlier request that a reviewer approved. */
export interface EarlierProof {
  readonly requestId: string
  readonly provedAtMs: number
}

/** A call about exactly the request of the digest. */
export interface ReviewCall {
  readonly reviewer: UserRef
  readonly startedAtMs: number
  readonly digest: string
}

/** One reviewer's approval of exactly the request of the digest. */
export interface Approval {
  readonly reviewer: UserRef
  readonly atMs: number
  readonly justification: string
  readonly digest: string
}

export interface TransitionRecord {
  readonly transition: RequestTransition
  readonly state: RequestState
  readonly atMs: number
  readonly by: TransitionActor
  readonly justification?: string | undefined
}

/** Returns whether both are certainly the same user. */
export function isSameRef(a: UserRef | undefined, b: UserRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.incarnation === b.incarnation
}

/**
 * Returns whether both may be the same user. A directory that begins to report incarnations must not turn one reviewer into two.
 */
export function isMaybeSame(a: UserRef | undefined, b: UserRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && !isDifferentIncarnation(a, b)
}

function isDifferentIncarnation({ incarnation: a }: UserRef, { incarnation: b }: UserRef): boolean {
  return a !== undefined && b !== undefined && a !== b
}

export function refOf({ id, incarnation }: UserRef): UserRef {
  return { id, incarnation }
}

/** Returns who acts as the requester: the user, or the administrator who opened the request. */
export function requesterActor({ user, opener }: Pick<RequestRecord, 'user' | 'opener'>): TransitionActor {
  return opener ? { kind: 'user', id: opener.id } : { kind: 'requester', id: user?.id ?? '' }
}
