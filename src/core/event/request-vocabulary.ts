/** The state of a self-service request. The last four are final. */
export type RequestState =
  | 'submitted'
  | 'proving'
  | 'awaitingReview'
  | 'inCall'
  | 'approved'
  | 'collected'
  | 'denied'
  | 'expired'
  | 'cancelled'

/** What takes a request from one state to the next. The clock makes `endCall` and `expire`. */
export type RequestTransition =
  | 'submit'
  | 'open'
  | 'prove'
  | 'edit'
  | 'startCall'
  | 'endCall'
  | 'approve'
  | 'deny'
  | 'collect'
  | 'cancel'
  | 'expire'

/** Why a request is a decoy, which never leads to a pass. For the audit log: do not show it to the requester. */
export type DecoyReason =
  | 'unknownUser'
  | 'wrongEmployeeId'
  | 'userDisabled'
  | 'externalGuest'
  | 'outOfScope'
  | 'disabled'

/** Why a transition was refused. */
export type RequestRefusalReason =
  /** The input can never be valid. */
  | 'malformed'
  | 'unknownRequest'
  | 'wrongClient'
  /** The transition does not start from the current state. */
  | 'wrongState'
  /** The requester failed too many proofs. */
  | 'locked'
  /** This prover has accepted evidence for the request before. */
  | 'alreadyProved'
  /** Another proof was accepted meanwhile, so nothing compared the two. The requester may try again. */
  | 'notCompared'
  /** Another reviewer is in the call, or none is. */
  | 'notInCall'
  | 'callTooShort'
  /** The reviewer has approved before; dual control needs another one. */
  | 'alreadyApproved'
  | 'approvalMissing'
  /** The request has reached 40 transitions. */
  | 'tooManyTransitions'
  /** The stored request is unreadable. */
  | 'unreadable'
  /** The user may not have a pass now, or the administrator who opened the request may not issue one. */
  | 'notAllowed'
  | 'rateLimited'

export const requestViews = ['inbox', 'own', 'all'] as const

/**
 * Which list of requests: those the actor may review, the actor's own, or all of the tenant.
 *
 * @useDeclaredType
 */
export type RequestView = (typeof requestViews)[number]

export const proverNames = ['document', 'liveness', 'verifiedCredential', 'helpDeskCall'] as const

/**
 * What can be proved with. `helpDeskCall`: an employee of the help desk recognised the user.
 *
 * @useDeclaredType
 */
export type ProverName = (typeof proverNames)[number]
