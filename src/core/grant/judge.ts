import type { DirectoryUser } from '../../ports/directory.js'
import { policyObjection } from '../pass/usability.js'
import type { Policy } from '../policy/policy.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { Grant, GrantPurpose, GrantRefusalReason } from './grant.js'

/** What the caller of `verify` or `complete` says about the grant. */
export interface GrantClaims {
  readonly purpose: GrantPurpose
  /** The directory id of the session's user, if the host application has a session. */
  readonly userId?: string | undefined
  /** A hash, like the one in the grant. */
  readonly clientBinding?: string | undefined
}

/** The stored state now, of the tenant that issued the grant. */
export interface CurrentState {
  readonly document: UserDocument | undefined
  readonly policy: Policy
  readonly user: DirectoryUser | undefined
}

/** Checks what can be checked without a read. */
export function objectionOffline(grant: Grant, claimed: GrantClaims, nowMs: number): GrantRefusalReason | undefined {
  const { signIn } = grant
  const { purpose, userId } = claimed
  if (nowMs >= signIn.notAfter.getTime()) return 'expired'
  if (userId !== undefined && userId !== signIn.userId) return 'wrongUser'
  if (grant.clientBinding !== undefined && grant.clientBinding !== claimed.clientBinding) return 'wrongClient'
  if (purpose !== 'session' && !signIn.allowedActions.includes(purpose)) return 'wrongPurpose'
  const deadline = isRegistration(purpose) ? signIn.registrationDeadline : undefined
  return deadline && nowMs >= deadline.getTime() ? 'expired' : undefined
}

/** Checks whether the pass and the user still allow the grant. */
export function objectionToCurrentState(
  { signInId, incarnation, signIn }: Grant,
  now: CurrentState,
): GrantRefusalReason | undefined {
  const { document, policy, user } = now
  if (!user?.isEnabled) return 'userDisabled'
  if (user.incarnation !== incarnation) return 'deleted'
  const pass = document?.pass
  if (!pass) return 'deleted'
  if (pass.id !== signIn.passId) return 'replaced'
  if (pass.ended?.how === 'revoked') return 'revoked'
  if (pass.ended?.how === 'expired') return 'expired'
  if (policyObjection(policy, user, pass)) return 'disabledByPolicy'
  // A multi-use pass can sign in several devices at the same time.
  return pass.isUsableOnce && pass.latestSignIn?.id !== signInId ? 'superseded' : undefined
}

export function isRegistration(purpose: GrantPurpose): boolean {
  return purpose === 'registerPasskey' || purpose === 'registerAuthenticatorApp' || purpose === 'replaceCredential'
}
