import type { DirectoryUser } from '../../ports/directory.js'
import type { Policy } from '../policy/policy.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { Surface, SurfaceRules } from './surfaces.js'

/** Everything that a sign-in depends on. */
export interface Attempt {
  readonly document: UserDocument | undefined
  readonly policy: Policy
  readonly user: DirectoryUser
  /** `undefined`: the code was not compared with a pass. */
  readonly match: CodeMatch | undefined
  readonly circumstances: SignInCircumstances
  readonly surfaceRules: SurfaceRules
  readonly nowMs: number
  readonly commitId: string
}

/** The comparison of the typed code with one pass. */
export interface CodeMatch {
  readonly passId: string
  readonly isSame: boolean
}

/** What the host application has passed in with the attempt. */
export interface SignInCircumstances {
  readonly tenantId: string
  /** Random, new for this call. */
  readonly signInId: string
  readonly surface: Surface
  /** A hash, like `attemptId`. */
  readonly clientBinding: string | undefined
  readonly attemptId: string | undefined
  readonly priorAmr: readonly string[]
  readonly sessionCeilingMs: number | undefined
}
