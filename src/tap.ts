import type { Explanation } from './pass/explain.js'
import type { SignInInput, SignInResult } from './sign-in/sign-in.js'
import type { MaintenanceVerbs } from './verbs/maintenance/types.js'
import type { PassVerbs } from './verbs/passes/types.js'
import type { PolicyVerbs } from './verbs/policy/types.js'
import type { UserInput } from './verbs/types.js'

/** Everything the library does, for one tenant. A verb called by a trusted party throws; one fed by a stranger answers. */
export interface Tap {
  readonly tenantId: string
  readonly policy: PolicyVerbs
  readonly passes: PassVerbs
  /**
   * Checks a typed code against the user's pass and, when it is right, records the use.
   *
   * A refusal is an answer with one shape for every cause. Put a limiter in front: see the security guide.
   *
   * @throws {@link BusyError} when too much is in flight; {@link PortFailedError} when a port fails: alike for right and
   * wrong codes.
   */
  signIn(input: SignInInput): Promise<SignInResult>
  /** Why can this person sign in with a pass, or not, and what helps? For support staff; never the code. */
  explain(input: UserInput): Promise<Explanation>
  /** Ends the running wait and forgets the wrong codes in a row. What a pass has suffered itself stays with the pass. */
  unlock(input: UnlockInput): Promise<void>
  readonly users: UserVerbs
  readonly maintenance: MaintenanceVerbs
  /** The same ports, keys and hashing limits, seen from another tenant. Cheap: call it per request. */
  forTenant(tenantId: string): Tap
}

/** Whom to unlock, and why. */
export interface UnlockInput extends UserInput {
  /** 1 to 1,000 characters, kept in the event. */
  readonly justification: string
}

/** `tap.users`: what concerns a person and not one pass. */
export interface UserVerbs {
  /**
   * Empties what is stored of a person who has left. When the directory does not know them any more, name them by the id
   * they had. The empty document is swept after a day.
   *
   * @throws {@link UserNotFoundError} when neither the directory nor the store knows the name; {@link NotAuthorizedError}.
   */
  forget(input: UserInput): Promise<void>
}
