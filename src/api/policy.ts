import type { Policy, PolicyPatch } from '../core/policy/policy.js'
import type { Call } from './call.js'

/** The input of `tap.policy.update`. */
export interface UpdatePolicyInput extends Call {
  /** The fields to change. A field that is absent keeps its value. */
  readonly patch: PolicyPatch
}

/** `tap.policy`: the rules for passes in this tenant. */
export interface PolicyVerbs {
  /**
   * Returns the policy in force: the stored one, or the policy of {@link TapOptions} if none is stored.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not read the policy.
   * @throws {@link UnreadableDocumentError} if the stored policy was changed outside the library, or its key is missing.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const { state, maximumLifetimeInMinutes } = await tap.policy.get({ actor })
   * ```
   */
  get(input: Call): Promise<Policy>
  /**
   * Changes some fields of the policy. The whole result is checked, and a refused update changes nothing.
   *
   * @returns The policy in force after the update.
   *
   * @throws {@link InvalidInputError} naming every field that is not valid, with its bounds.
   * @throws {@link PolicyViolationError} if codes would be too easy to guess (`guessingRisk`, with the arithmetic).
   * @throws {@link NotAuthorizedError} if the actor may not change the policy.
   * @throws {@link UnreadableDocumentError} if the stored policy is unreadable: call `reset` first.
   * @throws {@link BusyError} if other updates keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * await tap.policy.update({ actor, patch: { state: 'enabled', maximumLifetimeInMinutes: 480 } })
   * ```
   */
  update(input: UpdatePolicyInput): Promise<Policy>
  /**
   * Removes every stored field, so that the policy of {@link TapOptions} applies again. It also works if the stored
   * policy is unreadable.
   *
   * @returns The policy in force after the reset.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not reset the policy.
   * @throws {@link BusyError} if other updates keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const policy = await tap.policy.reset({ actor })
   * ```
   */
  reset(input: Call): Promise<Policy>
}
