import type { CallContext } from '../core/event/call-context.js'
import type { SignInInput, SignInResult } from '../core/sign-in/sign-in.js'
import type { GrantVerbs } from './grants.js'
import type { MaintenanceVerbs } from './maintenance.js'
import type { DeletedPass, PassVerbs } from './passes.js'
import type { PolicyVerbs } from './policy.js'
import type { RegistrationVerbs } from './registrations.js'
import type { UserVerbs } from './users.js'

/**
 * Everything that the library does, for one tenant. Created by {@link createTap}.
 *
 * Methods that your own code calls throw on failure. Methods that take a stranger's input (`signIn`, `grants.verify`,
 * `registrations.complete`, `repudiate`) return `{ ok: false }`, and throw only if you or a port made a mistake.
 */
export interface Tap {
  /** The tenant that this tap works on. */
  readonly tenantId: string
  readonly policy: PolicyVerbs
  readonly passes: PassVerbs
  /**
   * Checks a code that a user has typed and, if it is right, records the use of the pass.
   *
   * Every refusal looks the same and takes the same steps, whatever its cause. Put a rate limiter in front: see the
   * security guide.
   *
   * @returns The sign-in and a grant, or `ok: false`. A wrong code is not an error.
   *
   * @throws {@link InvalidInputError} if the input has an unknown field, or if `surface`, `clientBinding`, `attemptId`,
   * `priorAmr` or `sessionCeiling` is not valid. Anything in `user` and `code` is accepted as input.
   * @throws {@link BusyError} if other attempts keep this one from being completed. If its `outcome` is `unchanged`, the
   * code was not counted.
   * @throws {@link PortFailedError} if a port fails, alike for right and wrong codes.
   *
   * @example
   * ```ts
   * const result = await tap.signIn({ user: body.user, code: body.code, source: request.ip, clientBinding: browserCookie })
   * if (!result.ok) return response.status(401).json(result)
   * session.start(result.signIn.userId, result.signIn.notAfter)
   * ```
   */
  signIn(input: SignInInput): Promise<SignInResult>
  readonly grants: GrantVerbs
  readonly registrations: RegistrationVerbs
  /**
   * Handles "this was not me" from the link in a notice: deletes the pass and returns the credentials that were
   * registered with it. It works even if the pass has been deleted or replaced since. Remove these credentials where you
   * keep them, and end the user's sessions.
   *
   * Call it on a POST only, from a page with a button: mail scanners open links. A link works until the pass ends and for
   * the policy's `retentionInDays` after that. It can be used again, for example after a crash, and then returns the same
   * credentials.
   *
   * @returns What was deleted, or `ok: false` for every link that does not work.
   *
   * @throws {@link InvalidInputError} if the input has an unknown field. Anything in `token` is accepted as input.
   * @throws {@link BusyError} if other calls for the same user keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory or the keys fail.
   *
   * @example
   * ```ts
   * const undone = await tap.repudiate({ token })
   * if (undone.ok) for (const { credential } of undone.deleted.registrations) await passkeys.remove(credential.id)
   * ```
   */
  repudiate(input: RepudiateInput): Promise<RepudiateResult>
  /**
   * Returns whether the sign-in page should ask this user for a pass before it redirects to a federated provider. `true`
   * if the user has a usable pass.
   *
   * The result reveals to every caller that a pass exists. Limit the rate as for sign-ins, or create the tap with
   * `passOffer: 'policy'`.
   *
   * @throws {@link InvalidInputError} if the input has an unknown field. Anything in `user` is accepted as input.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * if (await tap.isPassOffered({ user: body.user })) return response.redirect('/sign-in/pass')
   * ```
   */
  isPassOffered(input: IsPassOfferedInput): Promise<boolean>
  readonly users: UserVerbs
  readonly maintenance: MaintenanceVerbs
  /**
   * Returns a tap for another tenant, with the same ports, keys and hashing limits. It is cheap: call it for each request.
   *
   * @param tenantId - 1 to 512 characters. It does not have to exist before.
   *
   * @throws `TypeError` or `RangeError` if `tenantId` is not valid.
   *
   * @example
   * ```ts
   * const policy = await tap.forTenant('contoso').policy.get({ actor })
   * ```
   */
  forTenant(tenantId: string): Tap
}

/** The input of `tap.repudiate`. */
export interface RepudiateInput {
  /** The {@link Notice.repudiationToken}, as the link carried it. Any other text is refused. */
  readonly token: string
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}

/** What was deleted, or `ok: false`: the same for every link that does not work. */
export type RepudiateResult = { readonly ok: true; readonly deleted: DeletedPass } | { readonly ok: false }

/** The input of `tap.isPassOffered`. */
export interface IsPassOfferedInput {
  /** The user's name as typed on the sign-in page: id, user principal name or any alias. */
  readonly user: string
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}
