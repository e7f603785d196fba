import type { CallContext } from '../core/event/call-context.js'
import type { GrantPurpose, GrantResult } from '../core/grant/grant.js'

/** The input of `tap.grants.verify`. */
export interface VerifyGrantInput {
  /** The grant that `signIn` returned. It can come from an attacker: any other text is refused as `malformed`. */
  readonly grant: string
  /** What the grant is about to be used for. `session`: to open a session, or to check an open one. */
  readonly purpose: GrantPurpose
  /**
   * The user of your own session: id, user principal name or any alias, 1 to 512 characters. A grant of another user is
   * refused as `wrongUser`. Default: the user is not compared.
   */
  readonly user?: string | undefined
  /**
   * The `clientBinding` of the sign-in, read again from this browser's cookie: 1 to 1,024 characters. Required if the
   * sign-in had one.
   */
  readonly clientBinding?: string | undefined
  /**
   * The id of another tenant that signed the user in: 1 to 512 characters. It works only for the purpose `session`, and
   * only if this tenant's policy lists it in `trustedTenants`. Default: this tenant.
   */
  readonly homeTenantId?: string | undefined
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}

/** `tap.grants`: checks what a successful sign-in returned. */
export interface GrantVerbs {
  /**
   * Verifies that a grant is still valid for one purpose. The seal, the times and the client are checked first; then one
   * read of the stored documents finds out whether the pass was deleted, replaced or revoked, or the user was disabled.
   * It writes nothing, and relies on what the store shows.
   *
   * If you do not call `verify`, a session keeps the rights that it had at sign-in.
   *
   * @returns The sign-in behind the grant, or `ok: false` with the reason. A grant that is no longer valid is not an error.
   *
   * @throws {@link InvalidInputError} if `purpose`, `user`, `clientBinding` or `homeTenantId` is not valid.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const verified = await tap.grants.verify({ grant, purpose: 'registerPasskey', clientBinding: browserCookie })
   * if (!verified.ok) return signInAgain(verified.reason)
   * ```
   */
  verify(input: VerifyGrantInput): Promise<GrantResult>
}
