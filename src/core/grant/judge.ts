import type { DirectoryUser } from '../../ports/directory.js'
import { policyObjection } from '../pass/usability.js'
import type { Policy } from '../policy/policy.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { Grant, GrantPurpose, GrantRefusalReason } from './grant.js'

/** What the one who shows the grant claims. */
export interface GrantClaims {
  readonly purpose: GrantPurpose
  /** Canonical id, where the host knows whom it deals with. */
  readonly userId?: string | undefined
  /** Hashed like the one in the grant. */
  readonly clientBinding?: string | undefined
}

/** What is so now, wherever the grant was made. */
export interface CurrentState {
  readonly document: UserDocument | undefined
  readonly policy: Policy
  readonly user: DirectoryUser | undefined
}

/** All that the grant itself tells, without a look at what is stored. */
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

/** Does what it rests on still stand? */
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
  // A multi-use pass signs in several devices at a time.
  return pass.isUsableOnce && pass.latestSignIn?.id !== signInId ? 'superseded' : undefined
}

/** Ends with the registration window, where there is one. */
export function isRegistration(purpose: GrantPurpose): boolean {
  return purpose === 'registerPasskey' || purpose === 'registerAuthenticatorApp' || purpose === 'replaceCredential'
}
