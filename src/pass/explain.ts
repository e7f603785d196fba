import type { Pass, Usability } from './pass.js'

/** Why a person can sign in with a pass, or cannot, and what helps. */
export interface Explanation {
  readonly userId: string
  readonly usability: Usability | 'noPass' | 'externalGuest' | 'outOfScope' | 'unreadable'
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** In a row, since the last success. */
  readonly wrongCodes: number
  readonly advice: 'none' | 'wait' | 'createPass' | 'changePolicy' | 'enableUser' | 'unlock' | 'useHomeTenant'
  /** English, for the person on the phone. */
  readonly message: string
  readonly pass?: Pass | undefined
}
