import type { DirectoryUser } from '../../ports/directory.js'
import type { WrongCodes } from '../lockout/lockout.js'
import { runningLockout } from '../lockout/lockout.js'
import type { Policy } from '../policy/policy.js'
import { isInScope } from '../policy/scope.js'
import type { MethodUsabilityReason, Usability } from './pass.js'
import type { PassRecord } from './record.js'
import { isInRegistration, positionInWindow } from './window.js'

/** Everything that the usability of a pass depends on. */
export interface Circumstances {
  readonly wrongCodes: WrongCodes
  readonly policy: Policy
  /** `undefined`: the directory does not know the user any more. */
  readonly user: DirectoryUser | undefined
  readonly nowMs: number
}

/** Returns `usable`, or the first reason against it. A recorded end comes first, because it is final. */
export function usabilityOf(pass: PassRecord, { wrongCodes, policy, user, nowMs }: Circumstances): Usability {
  if (pass.ended) return pass.ended.how
  const position = positionInWindow(pass, nowMs)
  if (position === 'after') return 'expired'
  if (!user?.isEnabled) return 'userDisabled'
  if (policyObjection(policy, user, pass)) return 'disabledByPolicy'
  if (position === 'before') return 'notYetValid'
  if (runningLockout(wrongCodes, nowMs)) return 'lockedOut'
  if (isInRegistration(pass, nowMs)) return 'inRegistration'
  return 'usable'
}

/** Returns the reason why the policy does not let the user use the pass now. */
export function policyObjection(
  policy: Policy,
  user: DirectoryUser,
  pass: Pick<PassRecord, 'isUsableOnce'>,
): 'externalGuest' | 'outOfScope' | 'disabledByPolicy' | undefined {
  if (user.type === 'externalGuest') return 'externalGuest'
  if (policy.state === 'disabled') return 'disabledByPolicy'
  if (!isInScope(policy, user)) return 'outOfScope'
  if (policy.isUsableOnce && !pass.isUsableOnce) return 'disabledByPolicy'
  return undefined
}

export function graphReason(usability: Usability): MethodUsabilityReason {
  return graphReasons[usability]
}

const graphReasons: Readonly<Record<Usability, MethodUsabilityReason>> = {
  usable: 'EnabledByPolicy',
  inRegistration: 'EnabledByPolicy',
  notYetValid: 'NotYetValid',
  expired: 'Expired',
  oneTimeUsed: 'OneTimeUsed',
  revoked: 'DisabledByPolicy',
  userDisabled: 'DisabledByPolicy',
  disabledByPolicy: 'DisabledByPolicy',
  lockedOut: 'DisabledByPolicy',
}
