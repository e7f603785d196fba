import type { IssuedPass, Pass } from '../../pass/pass.js'
import type { DeliveryChannel } from '../../ports/directory.js'
import type { Registration } from '../../registration/registration.js'
import type { ListInput, Page, UserInput } from '../types.js'

/** What to issue to whom. */
export interface CreatePassInput extends UserInput {
  /** First instant of use. Up to 30 seconds past reads as now; earlier is refused. @defaultValue now */
  readonly startDateTime?: Date | undefined
  /** Whole minutes, within the policy's bounds. @defaultValue the policy's default */
  readonly lifetimeInMinutes?: number | undefined
  /** @defaultValue the policy's `isUsableOnce` */
  readonly isUsableOnce?: boolean | undefined
  /** Why: 1 to 1,000 characters, kept in the event. The policy may require it. */
  readonly justification?: string | undefined
  /** For which case: 1 to 128 characters, kept in the event. The policy may require it. */
  readonly ticket?: string | undefined
  /** Left out, the code is in the answer. See {@link DeliverPassInput}. */
  readonly deliverTo?: undefined
}

/** What to issue to whom, with the code going to the person and not to the actor. */
export interface DeliverPassInput extends Omit<CreatePassInput, 'deliverTo'> {
  /**
   * How the code travels, to the addresses that the directory has on that channel. It limits the lifetime, from now to
   * the end of the pass ({@link channelLimits}); a default that is longer is shortened, below the policy's shortest too.
   */
  readonly deliverTo: DeliveryChannel
}

/** Whose pass; with `passId`, only if it is that one. */
export interface PassInput extends UserInput {
  readonly passId?: string | undefined
}

/** Whose pass to end, and whether with all that came through it. */
export interface DeletePassInput extends PassInput {
  /**
   * Also answers, and announces, the credentials that came through the pass: remove them where you keep them. After a
   * crash, ask again with the `passId`: the pass is gone, and the same credentials are answered.
   */
  readonly cascade?: boolean | undefined
}

/** What a delete removed. */
export interface DeletedPass {
  readonly userId: string
  /** Absent when the stored document could not be read, and was removed all the same. */
  readonly passId?: string | undefined
  /** What a cascade asks you to remove; empty without one. */
  readonly registrations: readonly Registration[]
}

/** `tap.passes`: at most one pass a user. */
export interface PassVerbs {
  /**
   * Issues a pass, replacing atomically any the user has. The code goes to the person on the channel named and is not in
   * the answer; when it cannot be handed over, or the event sink fails after that, the pass is deleted (the one before
   * it is gone as well).
   *
   * @throws as without delivery; {@link InvalidInputError} when the tap has no deliverer; {@link PolicyViolationError}
   * (channelLifetime, noAddress); {@link PortFailedError} (deliverer), which never holds the code.
   *
   * @example
   * ```ts
   * await tap.passes.create({ actor, user: 'ada', deliverTo: 'email' })
   * ```
   */
  create(input: DeliverPassInput): Promise<Pass>
  /**
   * Issues a pass, replacing atomically any the user has. The code is readable in the answer and never again.
   *
   * @throws {@link InvalidInputError}; {@link PolicyViolationError} (disabled, outOfScope, externalGuest,
   * lifetimeOutOfRange, startInPast, startTooLate, multiUseNotAllowed, justificationRequired, ticketRequired);
   * {@link NotAuthorizedError}; {@link StepUpRequiredError} when the administrator has to sign in again first;
   * {@link RateLimitedError} when too many passes were issued in the last hour; {@link UserNotFoundError};
   * {@link BusyError}; {@link ConflictError} when another create replaced this pass before its code could be told.
   *
   * @example
   * ```ts
   * const pass = await tap.passes.create({ actor, user: 'ada', lifetimeInMinutes: 60, isUsableOnce: true })
   * console.log(pass.temporaryAccessPass)
   * ```
   */
  create(input: CreatePassInput): Promise<IssuedPass>
  /** Either. */
  create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass>
  /** The user's pass, without its code. @returns `undefined` when there is none. */
  get(input: PassInput): Promise<Pass | undefined>
  /** Every pass of the tenant, a page at a time. */
  list(input: ListInput): Promise<Page<Pass>>
  /**
   * Ends a pass at once. Wrong codes counted against the user stay counted.
   *
   * @throws {@link PassNotFoundError} when the user has no such pass; {@link NotAuthorizedError}; {@link UserNotFoundError}.
   */
  delete(input: DeletePassInput): Promise<DeletedPass>
}
