import type { Scheme } from '../../crypto/verifier.js'
import type { AlphabetName, Policy } from '../policy/policy.js'

/**
 * A pass as it is stored. What shapes it was copied from the policy when it was issued; whether it may be used at all is
 * asked of the policy at every look.
 */
export interface PassRecord {
  readonly id: string
  readonly createdAtMs: number
  readonly startAtMs: number
  /** The first instant at which the pass is over. */
  readonly endAtMs: number
  /** `false` for a pass created to start at once: no node whose clock is a little behind shall refuse it. */
  readonly isStartChecked: boolean
  readonly isUsableOnce: boolean
  readonly alphabet: AlphabetName
  readonly scheme: Scheme
  readonly spendOn: Policy['spendOn']
  readonly registrationWindowMs: number
  readonly wrongCodesBeforeRevocation: number
  /** On this pass, in its whole life; no success resets it. */
  readonly wrongCodes: number
  readonly lastUsedAtMs?: number | undefined
  /** The latest sign-in, while a grant from it may be shown. */
  readonly latestSignIn?: LatestSignIn | undefined
  /** Recorded and not inferred, so that a clock that steps back revives nothing. */
  readonly ended?: PassEnd | undefined
}

/** How a pass ended for good. */
export interface PassEnd {
  readonly how: 'oneTimeUsed' | 'expired' | 'revoked'
  readonly atMs: number
  /** The write that ended it. */
  readonly commitId: string
}

/** What the next sign-in, and every grant, is held against. */
export interface LatestSignIn {
  readonly id: string
  readonly atMs: number
  /** SHA-256, like the next. */
  readonly clientBinding?: string | undefined
  readonly attemptId?: string | undefined
}
