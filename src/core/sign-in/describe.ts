import type { LatestSignIn, PassRecord } from '../pass/record.js'
import { registrationDeadlineMs } from '../pass/window.js'
import { isTargeted } from '../policy/scope.js'
import { isCascaded } from '../registration/cascade.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { Attempt } from './attempt.js'
import { allowedActions, claimsOf } from './claims.js'
import type { SignIn } from './sign-in.js'

/** Returns what the host application receives about an accepted sign-in. */
export function describeSignIn(
  document: UserDocument,
  pass: PassRecord,
  { atMs }: LatestSignIn,
  { policy, user, circumstances }: Pick<Attempt, 'policy' | 'user' | 'circumstances'>,
): SignIn {
  const { tenantId, surface, priorAmr, sessionCeilingMs = Number.POSITIVE_INFINITY } = circumstances
  const notAfterMs = Math.min(pass.endAtMs, sessionCeilingMs)
  const deadlineMs = registrationDeadlineMs(pass)
  const registered = document.registrations.filter((record) => record.passId === pass.id && !isCascaded(record)).length
  const isInterrupted = surface === 'browser' && registered === 0 && isTargeted(policy.registrationTargets, user)
  return {
    tenantId,
    userId: document.userId,
    passId: pass.id,
    isUsableOnce: pass.isUsableOnce,
    authenticatedAt: new Date(atMs),
    notAfter: new Date(notAfterMs),
    registrationDeadline: deadlineMs === undefined ? undefined : new Date(Math.min(deadlineMs, notAfterMs)),
    surface,
    // A pass that a registration uses up can be typed again until then, like a multi-use pass.
    ...claimsOf({ isUsableOnce: pass.isUsableOnce && pass.spendOn === 'signIn' }, policy, priorAmr),
    allowedActions: allowedActions(policy.registrableCredentials),
    requiredActions: isInterrupted ? ['interruptRegistration'] : [],
    isSecondCredentialRecommended: registered < 2,
  }
}
