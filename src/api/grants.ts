import type { CallContext } from '../core/event/call-context.js'
import type { GrantPurpose, GrantResult } from '../core/grant/grant.js'

/** A grant that somebody shows, and what for. */
export interface VerifyGrantInput {
  /** As `signIn` answered it. */
  readonly grant: string
  readonly purpose: GrantPurpose
  /** Whom your own session says it is: id, user principal name or any alias. A grant of anybody else is refused. */
  readonly user?: string | undefined
  /** The `clientBinding` of the sign-in, read again from the cookie of this browser. Required if the sign-in had one. */
  readonly clientBinding?: string | undefined
  /**
   * Another tenant that signed the person in. Only for a `session`, and only where this tenant's `trustedTenants` names it.
   */
  readonly homeTenantId?: string | undefined
  readonly context?: CallContext | undefined
}

/** `tap.grants`: what a sign-in handed out. */
export interface GrantVerbs {
  /**
   * Is this grant still good, for this? First by the grant alone; then by one read of what is stored now, so that a pass
   * deleted, replaced or revoked, or a person disabled, takes the grant along.
   *
   * @throws {@link InvalidInputError} for what you gave wrongly; {@link PortFailedError}.
   *
   * @example
   * ```ts
   * const verified = await tap.grants.verify({ grant, purpose: 'registerPasskey', clientBinding: browserCookie })
   * if (!verified.ok) return signInAgain(verified.reason)
   * ```
   */
  verify(input: VerifyGrantInput): Promise<GrantResult>
}
