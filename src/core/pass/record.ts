import type { Scheme } from '../../crypto/verifier.js'
import type { AlphabetName, Policy } from '../policy/policy.js'

/**
 * A pass as it is stored. Its properties were copied from the policy when it was issued. Whether it may be used depends on
 * the policy at each use.
 */
export interface PassRecord {
  readonly id: string
  readonly createdAtMs: number
  readonly startAtMs: number
  /** The first moment at which the pass is over. */
  readonly endAtMs: number
  /** `false` for a pass that starts now, so that a node whose clock is a little behind accepts it. */
  readonly isStartChecked: boolean
  readonly isUsableOnce: boolean
  readonly alphabet: AlphabetName
  readonly scheme: Scheme
  readonly spendOn: Policy['spendOn']
  readonly registrationWindowMs: number
  readonly wrongCodesBeforeRevocation: number
  /** Counted over the whole life of the pass. No successful sign-in resets it. */
  readonly wrongCodes: number
  readonly lastUsedAtMs?: number | undefined
  /** The latest sign-in. Its grant is the valid one. */
  readonly latestSignIn?: LatestSignIn | undefined
  /** Stored instead of computed, so that a clock that is set back does not make the pass usable again. */
  readonly ended?: PassEnd | undefined
}

/** The final end of a pass. */
export interface PassEnd {
  readonly how: 'oneTimeUsed' | 'expired' | 'revoked'
  readonly atMs: number
  /** The commit that ended the pass. */
  readonly commitId: string
}

/** The sign-in that later sign-ins and grants are compared with. */
export interface LatestSignIn {
  readonly id: string
  readonly atMs: number
  /** A SHA-256 hash, like `attemptId`. */
  readonly clientBinding?: string | undefined
  readonly attemptId?: string | undefined
}
