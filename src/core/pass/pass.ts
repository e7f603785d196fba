import type { MessageText } from '../message/message-text.js'

/** A Temporary Access Pass without its code, as it was when the call returned. */
export interface Pass {
  /** A GUID. */
  readonly id: string
  /** The user's id in the directory. */
  readonly userId: string
  readonly createdDateTime: Date
  readonly startDateTime: Date
  /** The first moment at which the pass is over. */
  readonly endDateTime: Date
  readonly lifetimeInMinutes: number
  /** `true`: the pass can be used once. */
  readonly isUsableOnce: boolean
  /** `true`: the user could sign in with the pass. */
  readonly isUsable: boolean
  /**
   * Why the pass is usable or not, in the five words of Microsoft Graph
   * (https://learn.microsoft.com/graph/api/resources/temporaryaccesspassauthenticationmethod).
   */
  readonly methodUsabilityReason: MethodUsabilityReason
  /** The same in more detail, for example `lockedOut` or `inRegistration`. */
  readonly usability: Usability
  /** The latest sign-in with the pass. Absent if there was none. */
  readonly lastUsedDateTime?: Date | undefined
  /**
   * What the administrator should know, with an English sentence. `userDisabled`: the account is disabled, and the pass does
   * not work until it is enabled. Empty: nothing.
   */
  readonly warnings: readonly (MessageText & { readonly code: 'userDisabled' })[]
}

/** A pass with its code. Only the call that issued the pass returns it. */
export interface IssuedPass extends Pass {
  /**
   * The code, in groups of four if its alphabet is meant to be read aloud. It is readable here only: spreading,
   * `structuredClone` and inspection leave it out, and `JSON.stringify` prints a placeholder. To send it, name it:
   * `{ ...pass, temporaryAccessPass: pass.temporaryAccessPass }`.
   */
  readonly temporaryAccessPass: string
}

/** Why a pass is usable or not, as Microsoft Graph spells it. */
export type MethodUsabilityReason = 'EnabledByPolicy' | 'NotYetValid' | 'Expired' | 'OneTimeUsed' | 'DisabledByPolicy'

/**
 * `usable`, or the first reason why a pass is not usable. `inRegistration`: a sign-in has used the one-time pass, and still
 * has time to register a credential. `revoked`: too many wrong codes have ended the pass.
 */
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
