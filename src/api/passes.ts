import type { IssuedPass, Pass } from '../core/pass/pass.js'
import type { Registration } from '../core/registration/registration.js'
import type { AnyTapError } from '../errors.js'
import type { DeliveryChannel } from '../ports/directory.js'
import type { Call, ListInput, Page, UserInput } from './call.js'

/** The input of `tap.passes.create` when the caller receives the code. */
export interface CreatePassInput extends UserInput {
  /**
   * When the pass starts: up to 90 days ahead. A time up to 30 seconds in the past counts as now; an earlier one is refused.
   * Default: now.
   */
  readonly startDateTime?: Date | undefined
  /** How long the pass lasts, in whole minutes within the policy's limits. Default: the policy's `defaultLifetimeInMinutes`. */
  readonly lifetimeInMinutes?: number | undefined
  /** `true`: the pass can be used once. `false` needs a policy that allows it. Default: the policy's `isUsableOnce`. */
  readonly isUsableOnce?: boolean | undefined
  /** Why the pass is issued: 1 to 1,000 characters, recorded in the event. Default: none, unless the policy requires one. */
  readonly justification?: string | undefined
  /** The ticket it is issued for: 1 to 128 characters, recorded in the event. Default: none, unless the policy requires one. */
  readonly ticket?: string | undefined
  /** Absent: the code is in the result. To send the code to the user instead, see {@link DeliverPassInput}. */
  readonly deliverTo?: undefined
}

/** The input of `tap.passes.create` when the code is sent to the user and the caller never sees it. */
export interface DeliverPassInput extends Omit<CreatePassInput, 'deliverTo'> {
  /**
   * The channel that carries the code, to the addresses that the directory has for it. The channel limits the time from
   * now to the end of the pass ({@link channelLimits}). A default lifetime that is too long for the channel is shortened,
   * even below the policy's minimum.
   */
  readonly deliverTo: DeliveryChannel
}

/** The input of `tap.passes.createMany`. */
export interface CreateManyInput extends Call {
  /** The rows, one for each user. They are read one by one, at most `concurrency` rows ahead of the results. */
  readonly rows: Iterable<PassRow> | AsyncIterable<PassRow>
  /** Rows in progress at the same time: 1 to 64. Slow hashes always run one at a time. Default: 8. */
  readonly concurrency?: number | undefined
  /** `true`: every row is checked as the store shows it, and nothing is written but events. Default: `false`. */
  readonly isDryRun?: boolean | undefined
}

/** One row of `tap.passes.createMany`: the pass to issue to one user. */
export interface PassRow extends Omit<CreatePassInput, keyof Call | 'deliverTo'> {
  /**
   * What the pass is for: 1 to 512 characters. One user gets one pass for one key, in this run and in later ones. All rows
   * can share a key, such as the name of the list.
   */
  readonly idempotencyKey: string
  /** The channel that carries the code to the user. Default: the code is in the result. */
  readonly deliverTo?: DeliveryChannel | undefined
  /**
   * The first day in the user's time zone, for example `2026-12-01`. Use it with `timeZone`, and instead of
   * `startDateTime`. If that day has already begun there, the pass starts now. Default: `startDateTime` applies.
   */
  readonly startDate?: string | undefined
  /** The time on that day, on 24 hours, for example `09:00`. Default: `00:00`. */
  readonly startTime?: string | undefined
  /**
   * The user's IANA time zone, for example `Europe/Berlin`. Offsets and abbreviations other than `UTC` are refused.
   * Required with `startDate`. When clocks go back, the earlier of the two instants is used; a time that is skipped when
   * they go forward is moved by as much (RFC 5545 §3.3.5).
   */
  readonly timeZone?: string | undefined
}

/** The result of one row of `tap.passes.createMany`. */
export type CreateManyRow = {
  /** The number of the row, from 0. */
  readonly index: number
  /** The row as you gave it. */
  readonly row: PassRow
} & (
  | {
      readonly outcome: 'created'
      /** An {@link IssuedPass} with the code, or a {@link Pass} if the row has `deliverTo`. */
      readonly pass: IssuedPass | Pass
    }
  | {
      /** An earlier run issued a pass for this user and key. It may have been used, have ended or have been deleted since. */
      readonly outcome: 'unchanged'
      /** The user's current pass, without its code. Absent if the user has none, or the actor lacks `passes.get`. */
      readonly pass?: Pass | undefined
    }
  /** Only in a dry run: the pass could be issued now. */
  | {
      readonly outcome: 'planned'
      /** The pass that the row would create. */
      readonly plan: {
        readonly userId: string
        readonly startDateTime: Date
        readonly endDateTime: Date
        readonly lifetimeInMinutes: number
        readonly isUsableOnce: boolean
        /** The pass that it would replace, usable or not. Absent if the user has none, or the actor lacks `passes.get`. */
        readonly replacedPassId?: string | undefined
        /** What the administrator should know: see {@link Pass.warnings}. */
        readonly warnings: Pass['warnings']
      }
    }
  | { readonly outcome: 'refused'; readonly error: AnyTapError }
)

/** The input of a call about the pass of one user. */
export interface PassInput extends UserInput {
  /** Finds the user's pass only if it has this id. Default: any. */
  readonly passId?: string | undefined
}

/** The input of `tap.passes.delete`. */
export interface DeletePassInput extends PassInput {
  /**
   * `true`: the result and the event also name the credentials that were registered with the pass. Remove them where you
   * keep them. With a `passId` this also works after the pass was deleted or replaced, and the current pass stays. After a
   * crash, call again with the same `passId`: the same credentials are returned. Default: `false`.
   */
  readonly cascade?: boolean | undefined
}

/** What a delete has removed. */
export interface DeletedPass {
  readonly userId: string
  /** Absent if the stored document was unreadable. It is removed all the same. */
  readonly passId?: string | undefined
  /** The credentials to remove where you keep them. Empty without `cascade`. */
  readonly registrations: readonly Registration[]
}

/** `tap.passes`: the passes of this tenant. A user has at most one. */
export interface PassVerbs {
  /**
   * Issues a pass, replaces the user's pass if there is one, and has the {@link Deliverer} send the code to the user.
   *
   * If the code cannot be delivered, or the event sink fails after that, the new pass is deleted. The pass that it
   * replaced does not come back.
   *
   * @returns The pass without its code.
   *
   * @throws Every error of `create` without `deliverTo`.
   * @throws {@link InvalidInputError} if the tap has no deliverer.
   * @throws {@link PolicyViolationError} (`channelLifetime`, `noAddress`).
   * @throws {@link PortFailedError} if the deliverer fails. The error does not contain the code.
   *
   * @example
   * ```ts
   * await tap.passes.create({ actor, user: 'ada', deliverTo: 'email' })
   * ```
   */
  create(input: DeliverPassInput): Promise<Pass>
  /**
   * Issues a pass and replaces the user's pass if there is one, in one atomic write. The code is readable once, as
   * `temporaryAccessPass` of the result. It never appears in logs, errors, events or the database.
   *
   * A disabled user gets a pass with the warning `userDisabled`, unless the policy sets `issuing.isDisabledUserAllowed` to
   * `false`: then the call is refused.
   *
   * The limits on lifetime, start and use follow Microsoft Entra
   * (https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass).
   *
   * @returns The pass with its code.
   *
   * @throws {@link InvalidInputError} if a field is not valid.
   * @throws {@link PolicyViolationError} with every objection (`disabled`, `outOfScope`, `externalGuest`,
   * `userDisabled`, `lifetimeOutOfRange`, `startInPast`, `startTooLate`, `multiUseNotAllowed`, `justificationRequired`, `ticketRequired`,
   * `tooManyWrongCodes`).
   * @throws {@link NotAuthorizedError} if the actor may not issue a pass to the user.
   * @throws {@link StepUpRequiredError} if the administrator has to sign in again first.
   * @throws {@link ApprovalRequiredError} if the policy needs two people to issue a pass to the user.
   * @throws {@link RateLimitedError} if too many passes were issued in the last hour.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link UnreadableDocumentError} if the policy, or the document of a user who issues their own pass, is
   * unreadable.
   * @throws {@link BusyError} if other calls keep this one from being completed. If its `outcome` is `unknown`, the pass
   * may exist: look with `get`, or create a pass again.
   * @throws {@link ConflictError} if another call replaced the pass before its code could be returned.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const pass = await tap.passes.create({ actor, user: 'ada', lifetimeInMinutes: 60, isUsableOnce: true })
   * console.log(pass.temporaryAccessPass)
   * ```
   */
  create(input: CreatePassInput): Promise<IssuedPass>
  /**
   * Issues a pass from input that may have `deliverTo`. See the two other signatures.
   *
   * @returns A {@link Pass} if the input has `deliverTo`, otherwise an {@link IssuedPass}.
   */
  create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass>
  /**
   * Issues one pass for each row and yields one result for each row, in row order. Nothing happens until you iterate.
   *
   * Every row is authorized, checked, counted and recorded in an event, like one call of `create`. An error refuses its own
   * row only: it is an error of `create`, or an {@link InvalidInputError} (`duplicate`) if an earlier row of the run has the
   * same user.
   *
   * To continue after a crash, run the same rows again. Users who have received their pass are `unchanged`; a pass whose
   * code was not received is replaced by a new one. A code counts as received once the deliverer has accepted it, or once
   * you ask for the next result: save each code before you do. Do not run the same rows twice at the same time.
   *
   * The last 32 keys of each user are remembered until the pass ends, and for the policy's `retentionInDays` after that. Rows
   * with an older key issue a new pass.
   *
   * @throws {@link InvalidInputError} at the first result, if `rows` is not iterable or an option is not valid.
   * @throws Whatever `rows` throws, after the results of the rows before it.
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
  /**
   * Returns the user's pass without its code, or `undefined` if there is none.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not read the user's pass.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link UnreadableDocumentError} if a stored document was changed outside the library, or its key is missing.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const pass = await tap.passes.get({ actor, user: 'ada' })
   * console.log(pass?.usability ?? 'no pass')
   * ```
   */
  get(input: PassInput): Promise<Pass | undefined>
  /**
   * Returns one page of the passes of the tenant, without their codes. Users whose document is unreadable are skipped:
   * `tap.users.explain` finds them.
   *
   * @throws {@link InvalidInputError} if `cursor` or `limit` is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not list passes.
   * @throws {@link UnreadableDocumentError} if the stored policy is unreadable.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   const page = await tap.passes.list({ actor, cursor })
   *   for (const pass of page.items) console.log(pass.userId, pass.usability)
   *   cursor = page.cursor
   * } while (cursor !== undefined)
   * ```
   */
  list(input: ListInput): Promise<Page<Pass>>
  /**
   * Deletes the user's pass, which ends it at once. Wrong codes that were counted for the user stay counted.
   *
   * @returns What was deleted.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not delete the user's pass.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link PassNotFoundError} if the user has no such pass. An earlier call for it can then no longer be stored.
   * @throws {@link BusyError} if other calls for the same user keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory or the keys fail.
   *
   * @example
   * ```ts
   * const { registrations } = await tap.passes.delete({ actor, user: 'ada', cascade: true })
   * for (const { credential } of registrations) await passkeys.remove(credential.id)
   * ```
   */
  delete(input: DeletePassInput): Promise<DeletedPass>
}
