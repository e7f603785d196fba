import type { Explanation, Registration } from 'temporary-access-pass'
import type { Label } from './words.js'

const millisecondsInMinute = 60_000

/** The onboarding stage of a new colleague. `temporary-access-pass report` shows the same stages in a terminal. */
export type Stage = 'planned' | 'issued' | 'lapsing' | 'signedIn' | 'registered' | 'lapsed' | 'failed'

/** The names and meanings of the stages. */
export const stageWords: Readonly<Record<Stage, Label & { readonly meaning: string }>> = {
  planned: { text: 'Planned', tone: 'quiet', meaning: 'no pass yet' },
  issued: { text: 'Issued', tone: 'quiet', meaning: 'has a pass, not used yet' },
  lapsing: { text: 'About to lapse', tone: 'waiting', meaning: 'has a pass, not used, about to end' },
  signedIn: { text: 'Signed in', tone: 'waiting', meaning: 'has signed in, registered nothing yet' },
  registered: { text: 'Registered', tone: 'good', meaning: 'has registered a credential' },
  lapsed: { text: 'Lapsed', tone: 'bad', meaning: 'the pass is over, nothing registered' },
  failed: { text: 'Not known', tone: 'bad', meaning: 'cannot be looked up' },
}

/** From done to not started, so that the picture fills from the left. */
export const stagesByProgress: readonly Stage[] = [
  'registered',
  'signedIn',
  'issued',
  'lapsing',
  'lapsed',
  'planned',
  'failed',
]

/** People who need a call come first. */
export const stagesByUrgency: readonly Stage[] = [
  'lapsed',
  'lapsing',
  'failed',
  'signedIn',
  'issued',
  'planned',
  'registered',
]

/** Returns the furthest stage that the records show. A pass is about to lapse in the last quarter of its lifetime. */
export function stageOf(
  { usability, pass }: Explanation,
  registrations: readonly Registration[],
  nowMs: number,
): Stage {
  if (registrations.length > 0) return 'registered'
  if (pass === undefined) return usability === 'unreadable' ? 'failed' : 'planned'
  const leftMs = pass.endDateTime.getTime() - nowMs
  if (pass.usability === 'expired' || pass.usability === 'revoked' || leftMs <= 0) return 'lapsed'
  if (pass.lastUsedDateTime !== undefined || pass.usability === 'oneTimeUsed') return 'signedIn'
  return leftMs <= (pass.lifetimeInMinutes * millisecondsInMinute) / 4 ? 'lapsing' : 'issued'
}
