import { millisecondsInSecond } from 'date-fns/constants'
import { minutesToMilliseconds } from 'date-fns/minutesToMilliseconds'
import { minutesToSeconds } from 'date-fns/minutesToSeconds'
import type { IssuingRules } from '../policy/policy.js'
import type { Actor } from './actor.js'

/** The sign-in that the policy requires of the administrator. */
export interface StepUp {
  readonly acr?: string | undefined
  readonly maximumAgeInSeconds?: number | undefined
}

/** How far the clock of the identity provider may be ahead. A sign-in from further ahead proves nothing. */
const clockToleranceMs = 30 * millisecondsInSecond

/**
 * Returns `undefined` if the administrator's own sign-in is recent and strong enough to issue a pass, or if the policy
 * requires nothing. Programs are exempt, because they do not sign in: the host application gave them the permission.
 */
export function missingStepUp(rules: IssuingRules, actor: Actor, nowMs: number): StepUp | undefined {
  const { acr, maximumSignInAgeInMinutes: maximumAge } = rules
  if (actor.kind !== 'user' || (acr === undefined && maximumAge === undefined)) return undefined
  const { authentication } = actor
  const ageMs = authentication && nowMs - authentication.at.getTime()
  const isFresh =
    ageMs !== undefined &&
    ageMs >= -clockToleranceMs &&
    (maximumAge === undefined || ageMs < minutesToMilliseconds(maximumAge))
  if (isFresh && (acr === undefined || authentication?.acr === acr)) return undefined
  return { acr, maximumAgeInSeconds: maximumAge === undefined ? undefined : minutesToSeconds(maximumAge) }
}
