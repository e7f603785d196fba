import type { Explanation, Registration } from '../../src/index.js'

const millisecondsInMinute = 60_000

/** How far one person has come, from nothing to a passkey. */
export type OnboardingState = 'planned' | 'issued' | 'lapsing' | 'signedIn' | 'registered' | 'lapsed' | 'failed'

/** In the order in which a person goes through them, with what they mean. */
export const onboardingStates: Readonly<Record<OnboardingState, string>> = {
  planned: 'no pass yet',
  issued: 'has a pass, not used yet',
  lapsing: 'has a pass, not used, about to end',
  signedIn: 'has signed in, registered nothing yet',
  registered: 'has registered a credential',
  lapsed: 'the pass is over, nothing registered',
  failed: 'cannot be looked up',
}

/**
 * The furthest state that the records show. About to lapse is a pass with less than `lapsingMs` to go.
 *
 * @defaultValue `lapsingMs`: a quarter of its lifetime
 */
export function onboardingState(
  { usability, pass }: Explanation,
  registrations: readonly Registration[],
  { nowMs, lapsingMs }: { readonly nowMs: number; readonly lapsingMs?: number | undefined },
): OnboardingState {
  if (registrations.length > 0) return 'registered'
  if (pass === undefined) return usability === 'unreadable' ? 'failed' : 'planned'
  const isOver = pass.usability === 'expired' || pass.usability === 'revoked' || pass.endDateTime.getTime() <= nowMs
  if (isOver) return 'lapsed'
  if (pass.lastUsedDateTime !== undefined || pass.usability === 'oneTimeUsed') return 'signedIn'
  const leftMs = pass.endDateTime.getTime() - nowMs
  return leftMs <= (lapsingMs ?? (pass.lifetimeInMinutes * millisecondsInMinute) / 4) ? 'lapsing' : 'issued'
}
