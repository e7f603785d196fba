import { grantActions } from '../sign-in/claims.js'
import type { SignIn } from '../sign-in/sign-in.js'

/** The content of a grant. It is sealed, so only the library reads it. */
export interface Grant {
  /** A later sign-in with the same one-time pass supersedes this one. */
  readonly signInId: string
  readonly incarnation?: string | undefined
  /** A plain hash and no HMAC, so that a key rotation does not end the grant. */
  readonly clientBinding?: string | undefined
  readonly signIn: SignIn
}

export const grantPurposes: readonly ['session', ...typeof grantActions] = ['session', ...grantActions]

/**
 * What a grant is about to be used for. `session`: to open a session, or to check an open one.
 *
 * @useDeclaredType
 */
export type GrantPurpose = (typeof grantPurposes)[number]

/** Why a grant, or a credential registered with it, was refused. */
export type GrantRefusalReason =
  /** Not sealed by this tenant, changed since, or sealed with a key that was removed. */
  | 'malformed'
  /** The pass, the session or the time to register has ended. */
  | 'expired'
  /** The grant belongs to another user. */
  | 'wrongUser'
  /** The grant does not allow the purpose. */
  | 'wrongPurpose'
  /** The `clientBinding` is not that of the sign-in. */
  | 'wrongClient'
  /** There was a later sign-in with the same one-time pass. */
  | 'superseded'
  /** A new pass has replaced the pass of the sign-in. */
  | 'replaced'
  /** The pass or the user's document was deleted. */
  | 'deleted'
  /** Too many wrong codes have revoked the pass. */
  | 'revoked'
  /** The pass has registered as many credentials as the policy allows. */
  | 'alreadyCompleted'
  /** The policy does not allow this type or model of credential. */
  | 'credentialNotAllowed'
  | 'userDisabled'
  | 'disabledByPolicy'
  /** The policy does not list the tenant in `trustedTenants`. */
  | 'tenantNotTrusted'
  /** The stored document was changed outside the library, or its key is missing. */
  | 'unreadable'

/** The sign-in behind a grant, or the reason why the grant was refused. */
export type GrantResult =
  | { readonly ok: true; readonly signIn: SignIn }
  | { readonly ok: false; readonly reason: GrantRefusalReason }
