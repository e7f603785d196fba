import type { ProverName } from '../core/event/request-vocabulary.js'

export type { ProverName } from '../core/event/request-vocabulary.js'

/**
 * Checks one piece of evidence. It is called once for each attempt.
 *
 * Return a {@link Proof} if the evidence was checked, accepted or not. Throw if it could not be checked: the attempt then
 * does not count against the requester. Take the same steps when `userId` is absent, because the duration must not reveal
 * to an attacker whether a user exists.
 *
 * @example
 * ```ts
 * const document: Prover = async ({ userId, presented }) => {
 *   const check = await documentService.check(presented, userId)
 *   return { isAccepted: check.passed, assurance: 'IAL2', references: [check.id] }
 * }
 * ```
 */
export type Prover = (challenge: Challenge) => Promise<Proof>

/** The provers of your application. A kind that is absent cannot be used. */
export type Provers = { readonly [Name in ProverName]?: Prover | undefined }

/** The evidence to check, and the user that it has to prove. */
export interface Challenge {
  readonly requestId: string
  readonly tenantId: string
  /** Absent if there is no such user. Check the evidence all the same; the result is ignored. */
  readonly userId?: string | undefined
  /** The evidence, as your page passed it to `requests.prove`. The library does not store it. */
  readonly presented: unknown
  /**
   * The user's evidence that was accepted before, in this request or in an earlier one that is still valid. A liveness
   * check compares the face with it. Without that comparison, it only proves that a living person is in front of the camera.
   */
  readonly accepted: readonly AcceptedEvidence[]
}

/** Evidence that a prover has accepted before. */
export interface AcceptedEvidence extends Evidence {
  readonly prover: ProverName
  readonly acceptedAt: Date
}

/** The result of a check. It must not contain raw media: an image of a passport stays with the service that checked it. */
export interface Proof extends Evidence {
  readonly isAccepted: boolean
  /** The assurance that the check gives, in your words, for example `IAL2`: 1 to 64 characters. Stored with the decision. */
  readonly assurance: string
}

/** References to evidence, sealed and kept until the evidence's own retention ends. */
export interface Evidence {
  /** Ids of the check in the service that made it: at most 16, each 1 to 256 characters. */
  readonly references: readonly string[]
  /** Digests of what was checked: at most 16, each 1 to 128 characters. Default: none. */
  readonly digests?: readonly string[] | undefined
}
