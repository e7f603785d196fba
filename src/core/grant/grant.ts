import { grantActions } from '../sign-in/claims.js'
import type { SignIn } from '../sign-in/sign-in.js'

/** What a sign-in handed out says, sealed. */
export interface Grant {
  /** Of the sign-in: a later one may supersede it. */
  readonly signInId: string
  readonly incarnation?: string | undefined
  /** Hash of what the host bound the sign-in to. No key goes into it, so that a rotation does not end the grant. */
  readonly clientBinding?: string | undefined
  readonly signIn: SignIn
}

export const grantPurposes: readonly ['session', ...typeof grantActions] = ['session', ...grantActions]

/** What the bearer of a grant wants to do. */
export type GrantPurpose = (typeof grantPurposes)[number]

/** Why a grant is no good, or no good for this. */
export type GrantRefusalReason =
  /** Not sealed by this tenant, changed on the way, or sealed by a key that is gone. */
  | 'malformed'
  /** The pass, the session's ceiling or the time to register is over. */
  | 'expired'
  | 'wrongUser'
  | 'wrongPurpose'
  | 'wrongClient'
  /** A later sign-in with the same pass has taken over. */
  | 'superseded'
  /** A newer pass has taken the place of the one signed in with. */
  | 'replaced'
  | 'deleted'
  | 'revoked'
  | 'alreadyCompleted'
  | 'credentialNotAllowed'
  | 'userDisabled'
  | 'disabledByPolicy'
  | 'tenantNotTrusted'
  /** What is stored does not open. */
  | 'unreadable'

/** The sign-in behind a grant, or why it is refused. */
export type GrantResult =
  | { readonly ok: true; readonly signIn: SignIn }
  | { readonly ok: false; readonly reason: GrantRefusalReason }
