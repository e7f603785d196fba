import type { DirectoryUser } from '../../ports/directory.js'
import type { Policy } from '../policy/policy.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { Surface, SurfaceRules } from './surfaces.js'

/** All that a sign-in depends on. */
export interface Attempt {
  readonly document: UserDocument | undefined
  readonly policy: Policy
  readonly user: DirectoryUser
  /** What the typed code came to, and beside which pass it was laid. */
  readonly match: CodeMatch | undefined
  readonly circumstances: SignInCircumstances
  readonly surfaceRules: SurfaceRules
  readonly nowMs: number
  readonly commitId: string
}

export interface CodeMatch {
  readonly passId: string
  readonly isSame: boolean
}

/** What the host says of an attempt. */
export interface SignInCircumstances {
  readonly tenantId: string
  /** Drawn for this call. */
  readonly signInId: string
  readonly surface: Surface
  /** Hashed, like the next. */
  readonly clientBinding: string | undefined
  readonly attemptId: string | undefined
  readonly priorAmr: readonly string[]
  readonly sessionCeilingMs: number | undefined
}
