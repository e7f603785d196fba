/** What is wrong with one field of an input, with the bounds of the field. */
export interface InputIssue<Code extends string> {
  readonly code: Code
  /** The field as the caller named it; nested fields read `includeTargets[0].id`. */
  readonly field: string
  /** English, for the user or developer who wrote the value. Never repeats a secret. */
  readonly message: string
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

/** What can be wrong with the shape of an input, whatever the policy; `duplicate` is a row like one before it. */
export type InputIssueCode = 'type' | 'range' | 'unknownField' | 'order' | 'duplicate'

/** What a policy can have against a well-formed request. */
export type PolicyIssueCode =
  | 'disabled'
  | 'outOfScope'
  | 'externalGuest'
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
