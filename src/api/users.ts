import type { Explanation } from '../core/pass/explain.js'
import type { UserInput } from './call.js'

/** Whom to unlock, and why. */
export interface UnlockInput extends UserInput {
  /** 1 to 1,000 characters, kept in the event. */
  readonly justification: string
}

/** `tap.users`: what concerns a user rather than one pass. */
export interface UserVerbs {
  /**
   * Explains why this user can or cannot sign in with a pass, and what helps. For support staff. It never contains the code.
   *
   * @returns What is so, since when, until when, and what to do.
   * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}; {@link PortFailedError}.
   *
   * @example
   * ```ts
   * const { message, advice } = await tap.users.explain({ actor, user: 'ada' })
   * ```
   */
  explain(input: UserInput): Promise<Explanation>
  /**
   * Ends the running lockout and resets the count of wrong codes in a row. Wrong codes counted on the pass stay counted.
   *
   * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}; {@link UnreadableDocumentError}.
   *
   * @example
   * ```ts
   * await tap.users.unlock({ actor, user: 'ada', justification: 'Recognised on the phone, ticket 4711' })
   * ```
   */
  unlock(input: UnlockInput): Promise<void>
  /**
   * Deletes what is stored about a user who has left. If the directory does not know the user any more, name them by the
   * id that they had. An empty document remains for one day.
   *
   * @throws {@link UserNotFoundError} if neither the directory nor the store knows the name; {@link NotAuthorizedError}.
   *
   * @example
   * ```ts
   * await tap.users.forget({ actor, user: 'ada' })
   * ```
   */
  forget(input: UserInput): Promise<void>
}
