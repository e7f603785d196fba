import { millisecondsInMinute, millisecondsInSecond, secondsInMinute } from 'date-fns/constants'
import type { IssuingRules } from '../policy/policy.js'
import type { Actor } from './actor.js'

/** Which sign-in of the administrator would do. */
export interface StepUp {
  readonly acr?: string | undefined
  readonly maximumAgeInSeconds?: number | undefined
}

/** The identity provider's clock may be so far ahead. What claims to be later still is no proof of anything. */
const clockToleranceMs = 30 * millisecondsInSecond

/**
 * Was the administrator's own sign-in fresh and strong enough to issue? `undefined`: it was, or nothing is asked.
 *
 * Programs are exempt: they do not sign in, so there is neither an age nor a class. What stands for it is the permission
 * the host gave them.
 */
export function missingStepUp(rules: IssuingRules, actor: Actor, nowMs: number): StepUp | undefined {
  const { acr, maximumSignInAgeInMinutes: maximumAge } = rules
  if (actor.kind !== 'user' || (acr === undefined && maximumAge === undefined)) return undefined
  const { authentication } = actor
  const ageMs = authentication && nowMs - authentication.at.getTime()
  const isFresh =
    ageMs !== undefined &&
    ageMs >= -clockToleranceMs &&
    (maximumAge === undefined || ageMs < maximumAge * millisecondsInMinute)
  if (isFresh && (acr === undefined || authentication?.acr === acr)) return undefined
  return { acr, maximumAgeInSeconds: maximumAge === undefined ? undefined : maximumAge * secondsInMinute }
}
