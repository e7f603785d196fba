import type { NewPass } from '../../core/pass/create.js'
import type { Policy } from '../../core/policy/policy.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'

/** One pass to issue: for which user, on whose behalf, and under which rules. */
export interface PassOrder {
  readonly user: DirectoryUser
  /** The actor whose issuing limit the pass counts against. */
  readonly issuer: AccessQuestion['actor']
  readonly request: NewPass
  /** `true`: the user issues their own pass, which inherits the wrong codes of the last one and ends no lockout. */
  readonly isForSelf: boolean
  /** Hashed. The user's document remembers which pass was issued under this key. */
  readonly idempotencyKey?: string | undefined
  /** The self-service request that the pass fulfils. */
  readonly requestId?: string | undefined
  /** Returns the policy that applies to this order. Throws when something other than the policy forbids it. */
  readonly applyRules: (policy: Policy, nowMs: number) => Policy
}
