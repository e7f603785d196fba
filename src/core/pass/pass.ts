/** A Temporary Access Pass, without its code. */
export interface Pass {
  /** A GUID. */
  readonly id: string
  /** The directory's canonical id. */
  readonly userId: string
  readonly createdDateTime: Date
  readonly startDateTime: Date
  /** The first instant at which the pass is over. */
  readonly endDateTime: Date
  readonly lifetimeInMinutes: number
  readonly isUsableOnce: boolean
  /** At the moment of this answer. */
  readonly isUsable: boolean
  /** Why it is or is not usable, in the five words of Microsoft Graph. */
  readonly methodUsabilityReason: MethodUsabilityReason
  /** The same moment, told finer. */
  readonly usability: Usability
  readonly lastUsedDateTime?: Date | undefined
}

/** A pass at the one moment when its code can be read. */
export interface IssuedPass extends Pass {
  /**
   * The code, grouped in fours where its alphabet is meant to be dictated. It is readable here only: spreading,
   * `structuredClone` and inspection leave it out, and `JSON.stringify` prints a placeholder. To send it, name it:
   * `{ ...pass, temporaryAccessPass: pass.temporaryAccessPass }`.
   */
  readonly temporaryAccessPass: string
}

/** As spelled in Microsoft Graph. */
export type MethodUsabilityReason = 'EnabledByPolicy' | 'NotYetValid' | 'Expired' | 'OneTimeUsed' | 'DisabledByPolicy'

/** `usable`, or the first reason why not. */
export type Usability =
  | 'usable'
  | 'notYetValid'
  | 'inRegistration'
  | 'lockedOut'
  | 'disabledByPolicy'
  | 'userDisabled'
  | 'oneTimeUsed'
  | 'expired'
  | 'revoked'
