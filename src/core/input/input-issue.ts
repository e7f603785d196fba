import type { MessageText } from '../message/message-text.js'

/**
 * One problem with one field of an input. `message` is English and reads after the name of the field: `must be …`. It never
 * repeats a secret.
 */
export interface InputIssue<Code extends string> extends MessageText {
  readonly code: Code
  /** The field as the caller named it. Nested fields read `includeTargets[0].id`. */
  readonly field: string
  /** The smallest value that is allowed: of a number itself, of a text its characters, of a list its entries. */
  readonly minimum?: number | undefined
  /** The largest value that is allowed, in the same unit as `minimum`. */
  readonly maximum?: number | undefined
}

/**
 * What is wrong with an input, whatever the policy. `type`: the wrong type. `range`: the right type and the wrong value.
 * `order`: two fields contradict each other. `duplicate`: an earlier row names the same user.
 */
export type InputIssueCode = 'type' | 'range' | 'unknownField' | 'order' | 'duplicate'

/** What a policy has against a well-formed input. */
export type PolicyIssueCode =
  | 'disabled'
  | 'outOfScope'
  | 'externalGuest'
  | 'userDisabled'
  | 'lifetimeOutOfRange'
  | 'startInPast'
  | 'startTooLate'
  | 'multiUseNotAllowed'
  | 'justificationRequired'
  | 'ticketRequired'
  | 'channelLifetime'
  | 'noAddress'
  | 'tooManyWrongCodes'
  | 'guessingRisk'
