import type { IssuedPass, Pass } from '../core/pass/pass.js'
import type { Registration } from '../core/registration/registration.js'
import type { AnyTapError } from '../errors.js'
import type { DeliveryChannel } from '../ports/directory.js'
import type { Call, ListInput, Page, UserInput } from './call.js'

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

/** A list of people who are to get a pass each. */
export interface CreateManyInput extends Call {
  /** Read one by one, at most `concurrency` ahead of what was answered. */
  readonly rows: Iterable<PassRow> | AsyncIterable<PassRow>
  /** Rows under way at once: 1 to 64. Slow hashes are one at a time, whatever this says. @defaultValue 8 */
  readonly concurrency?: number | undefined
  /** Judges every row and writes nothing but events. @defaultValue false */
  readonly isDryRun?: boolean | undefined
}

/** What to issue to whom, in one row of a list. */
export interface PassRow extends Omit<CreatePassInput, keyof Call | 'deliverTo'> {
  /**
   * What the pass is for: 1 to 512 characters. For one person nothing is issued twice for one key, in this run or a later
   * one. It may be the same in all rows, such as the name of the list.
   */
  readonly idempotencyKey: string
  readonly deliverTo?: DeliveryChannel | undefined
  /**
   * The first day where the person is, `2026-12-01`, in place of `startDateTime`. With `timeZone`. A day that has begun
   * there starts now.
   */
  readonly startDate?: string | undefined
  /** On that day, `09:00`. @defaultValue `00:00` */
  readonly startTime?: string | undefined
  /**
   * IANA: `Europe/Berlin`. Of a time that comes twice when clocks go back, the first is meant; one that is left out when
   * they go forward is as much later (RFC 5545 §3.3.5).
   */
  readonly timeZone?: string | undefined
}

/** What became of one row. */
export type CreateManyRow = {
  /** Which row, counted from 0. */
  readonly index: number
  /** As it was given. */
  readonly row: PassRow
} & (
  | {
      readonly outcome: 'created'
      /** With its code, unless the code went to the person: {@link PassRow.deliverTo}. */
      readonly pass: IssuedPass | Pass
    }
  | {
      /** Issued before, for the same key; whether it was used, is over, or was deleted since. */
      readonly outcome: 'unchanged'
      /** Without its code; absent where the person has none any more. */
      readonly pass?: Pass | undefined
    }
  /** In a dry run: nothing stands against it now. */
  | { readonly outcome: 'planned'; readonly plan: PlannedPass }
  | { readonly outcome: 'refused'; readonly error: AnyTapError }
)

/** The pass that a row would make. */
export interface PlannedPass {
  readonly userId: string
  readonly startDateTime: Date
  readonly endDateTime: Date
  readonly lifetimeInMinutes: number
  readonly isUsableOnce: boolean
  /** The one whose place it would take, live or over. */
  readonly replacedPassId?: string | undefined
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
  /**
   * Issues a pass for each row, and answers each row's fate in the order of the rows; iterating is what does the work.
   * Every row is a call of its own: authorized, judged, counted and told in one event, as with `create`. What is wrong with
   * one row refuses that row and no other: the errors are those of `create`, and {@link InvalidInputError} (duplicate) for
   * a person whom an earlier row of the run names.
   *
   * After a crash, or after breaking off, run the same rows again: who has their pass is `unchanged`, and a pass whose code
   * was not handed on is issued anew. A code counts as handed on once the deliverer has taken it, or once the next result
   * is asked for. Do not run the same rows twice at once. Keys are remembered with the person's document: the last four,
   * to the end of the pass and through the policy's `retentionInDays`.
   *
   * @throws {@link InvalidInputError} at the first step, for what is no row; whatever `rows` throws, once the rows before
   * are told.
   *
   * @example
   * ```ts
   * const rows = hires.map(({ id, firstDay }) => ({
   *   user: id,
   *   idempotencyKey: 'hires of December',
   *   startDate: firstDay,
   *   timeZone: 'Europe/Berlin',
   * }))
   * for await (const result of tap.passes.createMany({ actor, rows })) {
   *   if (result.outcome === 'refused') console.log(result.index, result.error.message)
   * }
   * ```
   */
  createMany(input: CreateManyInput): AsyncGenerator<CreateManyRow, void, void>
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
