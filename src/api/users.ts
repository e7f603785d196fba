import type { Explanation } from '../core/pass/explain.js'
import type { UserInput } from './call.js'

/** The input of `tap.users.unlock`. */
export interface UnlockInput extends UserInput {
  /** Why the lockout ends early: 1 to 1,000 characters. It is recorded in the event. */
  readonly justification: string
}

/** `tap.users`: calls about a user rather than one pass. */
export interface UserVerbs {
  /**
   * Explains why a user can or cannot sign in with a pass, and what to do. It is for support staff and never contains
   * the code.
   *
   * @returns The state of the user's pass, since when, until when, and advice.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor does not have the permission `users.explain` for the user.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const { message, advice } = await tap.users.explain({ actor, user: 'ada' })
   * ```
   */
  explain(input: UserInput): Promise<Explanation>
  /**
   * Ends the running lockout and resets the number of wrong codes in a row. Wrong codes that count towards the
   * revocation of the pass stay counted (NIST SP 800-63B-4 §3.2.2).
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not unlock the user.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link UnreadableDocumentError} if the user's document was changed outside the library, or its key is missing.
   * @throws {@link BusyError} if other calls for the same user keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * await tap.users.unlock({ actor, user: 'ada', justification: 'Recognised on the phone, ticket 4711' })
   * ```
   */
  unlock(input: UnlockInput): Promise<void>
  /**
   * Deletes what is stored about a user who has left. If the directory does not know the user any more, name them by the
   * id that they had. An empty document remains for one day, also for a user of whom nothing was stored: an earlier call
   * that was given up can then no longer be stored.
   *
   * Requests are deleted first, and the user's document last. If the call throws a {@link BusyError} or a
   * {@link PortFailedError}, some of it may be done: repeat the call.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not forget the user.
   * @throws {@link UserNotFoundError} if neither the directory nor the store knows the user.
   * @throws {@link BusyError} if other calls for the same user keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory or the keys fail.
   *
   * @example
   * ```ts
   * await tap.users.forget({ actor, user: 'ada' })
   * ```
   */
  forget(input: UserInput): Promise<void>
}
