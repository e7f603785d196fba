import { millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import type { Registration } from '../registration/registration.js'
import type { Explanation } from './explain.js'

/** How far a user has come from no pass to a registered credential. {@link onboardingStages} explains each stage. */
export type OnboardingStage = 'planned' | 'issued' | 'lapsing' | 'signedIn' | 'registered' | 'lapsed' | 'failed'

/** Every onboarding stage, in the usual order, with its meaning in English. See {@link onboardingStage}. */
export const onboardingStages: Readonly<Record<OnboardingStage, string>> = Object.freeze({
  planned: 'no pass yet',
  issued: 'has a pass, not used yet',
  lapsing: 'has a pass, not used yet, ends soon',
  signedIn: 'has signed in, no credential registered yet',
  registered: 'has registered a credential',
  lapsed: 'the pass is over, no credential registered',
  failed: 'could not be looked up',
})

/**
 * Returns the furthest onboarding stage that the records of a user show. It reads nothing itself, so that you decide when
 * to call `tap.users.explain` and `tap.registrations.list`.
 *
 * @param explanation - The result of `tap.users.explain` for the user.
 * @param registrations - The result of `tap.registrations.list` for the same user.
 * @param at - `now` is the current time. `lapsingInHours` is the remaining time, in hours, below which an unused pass
 * counts as `lapsing`. Default: a quarter of the lifetime of the pass.
 * @returns The stage. `failed` means that the stored documents cannot be read; use it for a user whose lookup throws, too.
 *
 * @example
 * ```ts
 * const explanation = await tap.users.explain({ actor, user })
 * const registrations = await tap.registrations.list({ actor, user })
 * console.log(user, onboardingStage(explanation, registrations, { now: new Date() }))
 * ```
 */
export function onboardingStage(
  { usability, pass }: Explanation,
  registrations: readonly Registration[],
  { now, lapsingInHours }: { readonly now: Date; readonly lapsingInHours?: number | undefined },
): OnboardingStage {
  if (registrations.length > 0) return 'registered'
  if (pass === undefined) return usability === 'unreadable' ? 'failed' : 'planned'
  const remainingMs = pass.endDateTime.getTime() - now.getTime()
  if (pass.usability === 'expired' || pass.usability === 'revoked' || remainingMs <= 0) return 'lapsed'
  if (pass.lastUsedDateTime !== undefined || pass.usability === 'oneTimeUsed') return 'signedIn'
  const lapsingMs =
    lapsingInHours === undefined
      ? (pass.lifetimeInMinutes * millisecondsInMinute) / 4
      : lapsingInHours * millisecondsInHour
  return remainingMs <= lapsingMs ? 'lapsing' : 'issued'
}
