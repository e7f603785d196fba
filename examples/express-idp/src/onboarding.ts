import type { OnboardingStage } from 'temporary-access-pass'
import { onboardingStages } from 'temporary-access-pass'
import type { Label } from './label.js'

type StageWords = Label & { readonly meaning: string }

/** The name, the colour and the meaning of every stage. */
export const stageWords: Readonly<Record<OnboardingStage, StageWords>> = {
  planned: { text: 'Planned', tone: 'quiet', meaning: onboardingStages.planned },
  issued: { text: 'Issued', tone: 'quiet', meaning: onboardingStages.issued },
  lapsing: { text: 'About to lapse', tone: 'waiting', meaning: onboardingStages.lapsing },
  signedIn: { text: 'Signed in', tone: 'waiting', meaning: onboardingStages.signedIn },
  registered: { text: 'Registered', tone: 'good', meaning: onboardingStages.registered },
  lapsed: { text: 'Lapsed', tone: 'bad', meaning: onboardingStages.lapsed },
  failed: { text: 'Not known', tone: 'bad', meaning: onboardingStages.failed },
}

/** From finished to not started, so that the picture fills from the left. */
export const stagesByProgress: readonly OnboardingStage[] = [
  'registered',
  'signedIn',
  'issued',
  'lapsing',
  'lapsed',
  'planned',
  'failed',
]

/** The users whom an administrator should call come first. */
export const stagesByUrgency: readonly OnboardingStage[] = [
  'lapsed',
  'lapsing',
  'failed',
  'signedIn',
  'issued',
  'planned',
  'registered',
]
