import { maxProofValidityInDays } from '../../core/user-document/retention.js'
import type { ProverName } from '../../ports/prover.js'

export const reviewerRules = ['manager', 'delegate', 'managersManager', 'administrator'] as const

/**
 * Who may review. `delegate`: the manager's delegate. `administrator`: every administrator whom the authorizer lets review
 * requests of this user.
 *
 * @useDeclaredType
 */
export type ReviewerRule = (typeof reviewerRules)[number]

/** The rules of self-service requests. Numbers are whole; {@link requestRuleBounds} has their ranges. */
export interface RequestRules {
  /** Hours from the submission in which the requester must prove who they are: 1 to 168. Default: 24. */
  readonly proofDeadlineInHours: number
  /** Hours from the proof in which a reviewer must start the call: 1 to 720. Default: 24. */
  readonly reviewDeadlineInHours: number
  /** Hours from the proof after which the manager's manager may review too: 1 to 720. Default: 4. */
  readonly escalationDelayInHours: number
  /** Seconds that a call must last before the reviewer can approve: 0 to 3,600. Default: 15. */
  readonly minimumCallInSeconds: number
  /** Minutes after which a call without a decision ends: 1 to 1,440. Default: 60. */
  readonly maximumCallInMinutes: number
  /** Hours from the approval in which the requester must collect the pass: 1 to 168. Default: 24. */
  readonly collectionDeadlineInHours: number
  /**
   * Lifetime of the pass in minutes: 10 to 43,200, the range of Microsoft Graph. It may be below the policy's
   * `minimumLifetimeInMinutes`; the policy's `maximumLifetimeInMinutes` limits it. Default: 30.
   */
  readonly passLifetimeInMinutes: number
  /** Days for which an approved identity proof replaces a reviewer: 1 to 365. Default: 30. */
  readonly proofValidityInDays: number
  /**
   * Days for which references and digests of evidence are kept: `proofValidityInDays`, and at least
   * `proofDeadlineInHours`, to 3,650. Provers compare new evidence with them. Default: 30.
   */
  readonly evidenceRetentionInDays: number
  /** Failed proofs that lock the requests of a user: 1 to 100. Default: 5. */
  readonly failedProofsBeforeLockout: number
  /** Hours that this lockout lasts: 1 to 720. Default: 24. */
  readonly lockoutInHours: number
  /**
   * Sets of provers: every set proves an identity by itself. 1 to 16 sets of 1 to 4 provers; `provers` must contain all of
   * at least one set. Default: `[['document', 'liveness'], ['verifiedCredential'], ['helpDeskCall']]`.
   */
  readonly identityProofs: readonly (readonly ProverName[])[]
  /** The provers that are enough while an earlier proof is valid: 1 to 4. Default: `['liveness']`. */
  readonly returningProofs: readonly ProverName[]
  /** Who reviews: 1 to 4 of them. Default: `['manager', 'delegate', 'managersManager']`. */
  readonly reviewers: readonly ReviewerRule[]
}

/** The names of the rules that are numbers. */
export type NumericRequestRule = {
  readonly [Name in keyof RequestRules]: RequestRules[Name] extends number ? Name : never
}[keyof RequestRules]

/** The range of one number of the rules, both ends included, in the unit that its name says. */
export interface RequestRuleBound {
  readonly minimum: number
  readonly maximum: number
}

/**
 * The rules that apply to what {@link createRequests} is not given. Frozen.
 *
 * @example
 * ```ts
 * const { reviewers } = defaultRequestRules
 * const requests = createRequests(tap, { provers, rules: { reviewers: [...reviewers, 'administrator'] } })
 * ```
 */
export const defaultRequestRules: RequestRules = Object.freeze<RequestRules>({
  proofDeadlineInHours: 24,
  reviewDeadlineInHours: 24,
  escalationDelayInHours: 4,
  minimumCallInSeconds: 15,
  maximumCallInMinutes: 60,
  collectionDeadlineInHours: 24,
  passLifetimeInMinutes: 30,
  proofValidityInDays: 30,
  evidenceRetentionInDays: 30,
  failedProofsBeforeLockout: 5,
  lockoutInHours: 24,
  identityProofs: Object.freeze([
    Object.freeze<ProverName[]>(['document', 'liveness']),
    Object.freeze<ProverName[]>(['verifiedCredential']),
    Object.freeze<ProverName[]>(['helpDeskCall']),
  ]),
  returningProofs: Object.freeze<ProverName[]>(['liveness']),
  reviewers: Object.freeze<ReviewerRule[]>(['manager', 'delegate', 'managersManager']),
})

/**
 * The range of every rule that is a number, for a form or a table. {@link createRequests} refuses what is outside.
 *
 * @example
 * ```ts
 * const { minimum, maximum } = requestRuleBounds.reviewDeadlineInHours
 * console.log(`${minimum} to ${maximum} hours`) // 1 to 720 hours
 * ```
 */
export const requestRuleBounds: { readonly [Name in NumericRequestRule]: RequestRuleBound } = Object.freeze({
  proofDeadlineInHours: bound(1, 168),
  reviewDeadlineInHours: bound(1, 720),
  escalationDelayInHours: bound(1, 720),
  minimumCallInSeconds: bound(0, 3_600),
  maximumCallInMinutes: bound(1, 1_440),
  collectionDeadlineInHours: bound(1, 168),
  passLifetimeInMinutes: bound(10, 43_200),
  proofValidityInDays: bound(1, maxProofValidityInDays),
  evidenceRetentionInDays: bound(1, 3_650),
  failedProofsBeforeLockout: bound(1, 100),
  lockoutInHours: bound(1, 720),
})

function bound(minimum: number, maximum: number): RequestRuleBound {
  return Object.freeze({ minimum, maximum })
}
