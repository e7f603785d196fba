import type { Explanation, Registration } from '../../src/index.js'

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

/** The furthest state that the records show. */
export function onboardingState(
  { usability, pass }: Explanation,
  registrations: readonly Registration[],
  { nowMs, lapsingMs }: { readonly nowMs: number; readonly lapsingMs: number },
): OnboardingState {
  if (registrations.length > 0) return 'registered'
  if (pass === undefined) return usability === 'unreadable' ? 'failed' : 'planned'
  const isOver = pass.usability === 'expired' || pass.usability === 'revoked' || pass.endDateTime.getTime() <= nowMs
  if (isOver) return 'lapsed'
  if (pass.lastUsedDateTime !== undefined || pass.usability === 'oneTimeUsed') return 'signedIn'
  return pass.endDateTime.getTime() - nowMs <= lapsingMs ? 'lapsing' : 'issued'
}
