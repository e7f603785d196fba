import type { Policy, PolicyPatch } from '../core/policy/policy.js'
import type { Call } from './call.js'

/** What to change, and who changes it. */
export interface UpdatePolicyInput extends Call {
  readonly patch: PolicyPatch
}

/** `tap.policy`: what passes may be like in this tenant. */
export interface PolicyVerbs {
  /** The policy in force: the stored one, else the code-level defaults. */
  get(input: Call): Promise<Policy>
  /**
   * Changes some fields. The result is judged as a whole, every issue is reported, and a refused update changes nothing.
   *
   * @throws {@link InvalidInputError} naming each field with its bounds; {@link PolicyViolationError} when codes would be
   * too easy to guess (`guessingRisk`, with the arithmetic); {@link NotAuthorizedError}; {@link UnreadableDocumentError}.
   */
  update(input: UpdatePolicyInput): Promise<Policy>
  /** Returns to the code-level defaults, also when the stored policy does not open any more. */
  reset(input: Call): Promise<Policy>
}
