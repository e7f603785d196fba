import type { Permission } from './core/access/permission.js'
import type { RequestRefusalReason, RequestState, RequestTransition } from './core/event/request-vocabulary.js'
import type { InputIssue, InputIssueCode, PolicyIssueCode } from './core/input/input-issue.js'
import { messageText } from './core/message/english.js'
import type { MessageParameters, MessageText } from './core/message/message-text.js'
import type { StoreKey } from './ports/store.js'

// Two copies of the package in one process share this symbol, so that `isTapError` recognises the errors of both.
const brand = Symbol.for('temporary-access-pass.error')

/**
 * Base class of everything that this package throws on purpose. Compare `code` or `messageId`, which follow semver; the
 * English `message` does not. `formatMessage` shows an error in another language.
 */
export abstract class TapError extends Error implements MessageText {
  abstract readonly code: TapErrorCode
  /** Stable id of the sentence in `message`, such as `error.TAP_BUSY`. */
  readonly messageId: string
  /** The values in `message`, by name. */
  readonly messageParameters: MessageParameters
  constructor({ message, messageId, messageParameters }: MessageText, options?: ErrorOptions) {
    super(message, options)
    this.messageId = messageId
    this.messageParameters = messageParameters
    Object.defineProperty(this, brand, { value: true })
  }
}

/** The input is not valid under any policy. `issues` has every problem. Nothing was changed. */
export class InvalidInputError extends TapError {
  override readonly name = 'InvalidInputError'
  readonly code = 'TAP_INVALID_INPUT'
  readonly issues: readonly InputIssue<InputIssueCode>[]
  constructor(issues: readonly InputIssue<InputIssueCode>[]) {
    super(messageText('error.TAP_INVALID_INPUT', { issues: issues.map(withField) }))
    this.issues = issues
  }
}

/** The input is valid, but the policy forbids it. `issues` has every objection. Nothing was changed. */
export class PolicyViolationError extends TapError {
  override readonly name = 'PolicyViolationError'
  readonly code = 'TAP_POLICY_VIOLATION'
  readonly issues: readonly InputIssue<PolicyIssueCode>[]
  constructor(issues: readonly InputIssue<PolicyIssueCode>[]) {
    super(messageText('error.TAP_POLICY_VIOLATION', { issues: issues.map(withField) }))
    this.issues = issues
  }
}

/** The actor may not make the call: see `reason`. If `authorize` failed, its error is the `cause`. */
export class NotAuthorizedError extends TapError {
  override readonly name = 'NotAuthorizedError'
  readonly code = 'TAP_NOT_AUTHORIZED'
  /** What the call needed. */
  readonly permission: Permission
  /**
   * `actorUnknown`, `actorDisabled`: the directory does not know the actor, or the account is disabled. `permissionMissing`:
   * the program, the token or every role of the user lacks `permission`. `userRequired`: a program may not make this call.
   * `self`: it is about the actor's own account, or a request that the actor took part in. `scope`: the actor has the
   * permission, but not for this user. `authorizer`: your `authorize` did not return `true`. `authorizerFailed`: it threw or
   * took too long.
   */
  readonly reason:
    | 'actorUnknown'
    | 'actorDisabled'
    | 'permissionMissing'
    | 'userRequired'
    | 'self'
    | 'scope'
    | 'authorizer'
    | 'authorizerFailed'
  constructor(permission: Permission, reason: NotAuthorizedReason, options?: ErrorOptions) {
    super(messageText(`error.TAP_NOT_AUTHORIZED.${reason}`, { permission }), options)
    this.permission = permission
    this.reason = reason
  }
}

export type NotAuthorizedReason = NotAuthorizedError['reason']

/** The administrator's own sign-in is too old or too weak. Let them sign in again, then repeat the call. */
export class StepUpRequiredError extends TapError {
  override readonly name = 'StepUpRequiredError'
  readonly code = 'TAP_STEP_UP_REQUIRED'
  /** The authentication context class that the policy requires. */
  readonly acr: string | undefined
  readonly maximumAgeInSeconds: number | undefined
  constructor(required: { readonly acr?: string | undefined; readonly maximumAgeInSeconds?: number | undefined }) {
    super(messageText('error.TAP_STEP_UP_REQUIRED'))
    this.acr = required.acr
    this.maximumAgeInSeconds = required.maximumAgeInSeconds
  }
}

/**
 * The policy requires two people for a pass of this user (`issuing.dualControl`). Call `requests.open` with a justification
 * and a ticket; another person approves it. Nothing was changed.
 */
export class ApprovalRequiredError extends TapError {
  override readonly name = 'ApprovalRequiredError'
  readonly code = 'TAP_APPROVAL_REQUIRED'
  readonly userId: string
  constructor(userId: string) {
    super(messageText('error.TAP_APPROVAL_REQUIRED'))
    this.userId = userId
  }
}

/** The request does not exist, or it is a decoy for an unknown user. */
export class RequestNotFoundError extends TapError {
  override readonly name = 'RequestNotFoundError'
  readonly code = 'TAP_REQUEST_NOT_FOUND'
  constructor() {
    super(messageText('error.TAP_REQUEST_NOT_FOUND'))
  }
}

/** The state of the request does not allow this transition. Only an expiry that was due may have been stored. */
export class InvalidTransitionError extends TapError {
  override readonly name = 'InvalidTransitionError'
  readonly code = 'TAP_INVALID_TRANSITION'
  readonly transition: RequestTransition
  /** The current state of the request. */
  readonly state: RequestState
  readonly reason: RequestRefusalReason
  constructor(transition: RequestTransition, state: RequestState, reason: RequestRefusalReason) {
    super(messageText('error.TAP_INVALID_TRANSITION', { transition, state, reason }))
    this.transition = transition
    this.state = state
    this.reason = reason
  }
}

/** Too many passes were issued in the last hour. Nothing was changed. */
export class RateLimitedError extends TapError {
  override readonly name = 'RateLimitedError'
  readonly code = 'TAP_RATE_LIMITED'
  /** The limit of the policy that was reached. */
  readonly limit: 'actor' | 'user' | 'tenant'
  readonly retryAfterInSeconds: number
  constructor(limit: 'actor' | 'user' | 'tenant', retryAfterInSeconds: number) {
    super(messageText('error.TAP_RATE_LIMITED', { limit, retryAfterInSeconds }))
    this.limit = limit
    this.retryAfterInSeconds = retryAfterInSeconds
  }
}

/** The directory has no user of this name. Thrown only for an actor who may act on such a user. */
export class UserNotFoundError extends TapError {
  override readonly name = 'UserNotFoundError'
  readonly code = 'TAP_USER_NOT_FOUND'
  constructor() {
    super(messageText('error.TAP_USER_NOT_FOUND'))
  }
}

/** The user has no such pass. */
export class PassNotFoundError extends TapError {
  override readonly name = 'PassNotFoundError'
  readonly code = 'TAP_PASS_NOT_FOUND'
  constructor() {
    super(messageText('error.TAP_PASS_NOT_FOUND'))
  }
}

/**
 * Other calls kept this one from being completed. Too many are in progress, or others wrote the same document first for 5
 * seconds, or so many wrote it that the call cannot find out whether its own write was stored. Try again after
 * `retryAfterInSeconds`.
 */
export class BusyError extends TapError {
  override readonly name = 'BusyError'
  readonly code = 'TAP_BUSY'
  readonly retryAfterInSeconds: number
  /**
   * `unchanged`: nothing was counted or changed. `unknown`: the call may have been stored, as after a
   * {@link PortFailedError} of the store. A sign-in may have used the pass or counted the code. After `passes.create`, look
   * with `passes.get`, or create a pass again: it replaces the one whose code was never returned. Repeat other calls.
   */
  readonly outcome: 'unchanged' | 'unknown'
  constructor(retryAfterInSeconds: number, outcome: BusyError['outcome'] = 'unchanged') {
    super(messageText('error.TAP_BUSY', { retryAfterInSeconds }))
    this.retryAfterInSeconds = retryAfterInSeconds
    this.outcome = outcome
  }
}

/** Another call changed the same document: what this call wrote is no longer current. */
export class ConflictError extends TapError {
  override readonly name = 'ConflictError'
  readonly code = 'TAP_CONFLICT'
  constructor() {
    super(messageText('error.TAP_CONFLICT'))
  }
}

/** A stored document cannot be read: see `reason`. */
export class UnreadableDocumentError extends TapError {
  override readonly name = 'UnreadableDocumentError'
  readonly code = 'TAP_UNREADABLE_DOCUMENT'
  /** Which document. Its type is also exported by `temporary-access-pass/contract`. */
  readonly key: StoreKey
  /**
   * `tampered`: it was changed without the key. `keyMissing`: the key that sealed it is not among the keys. `wrongKey`:
   * the key with that id has another secret here. `otherFormat`: another `cryptography` or another version of this package
   * wrote it. `rolledBack`: a later state was seen before. An attacker who can write to the database can cause each of them.
   */
  readonly reason: 'tampered' | 'keyMissing' | 'wrongKey' | 'otherFormat' | 'rolledBack'
  constructor(key: StoreKey, reason: UnreadableReason) {
    super(messageText(`error.TAP_UNREADABLE_DOCUMENT.${reason}`, { kind: key.kind }))
    this.key = key
    this.reason = reason
  }
}

export type UnreadableReason = UnreadableDocumentError['reason']

/**
 * A port of yours failed, did not return in time, or returned something invalid. `message` says which and what to do; it
 * never quotes the port, whose errors may contain secrets. The port's own error is the `cause`.
 */
export class PortFailedError extends TapError {
  override readonly name = 'PortFailedError'
  readonly code = 'TAP_PORT_FAILED'
  readonly port:
    | 'store'
    | 'witness'
    | 'directory'
    | 'keys'
    | 'events'
    | 'randomBytes'
    | 'clock'
    | 'timer'
    | 'deliverer'
    | 'prover'
  readonly operation: string
  constructor(
    port: PortFailedError['port'],
    operation: string,
    cause: unknown,
    problem: MessageText = messageText('port.failed'),
  ) {
    super(messageText('error.TAP_PORT_FAILED', { port, operation, problem }), { cause })
    this.port = port
    this.operation = operation
  }
}

/** Every error that this package throws on purpose. */
export type AnyTapError =
  | InvalidInputError
  | PolicyViolationError
  | NotAuthorizedError
  | StepUpRequiredError
  | ApprovalRequiredError
  | RequestNotFoundError
  | InvalidTransitionError
  | RateLimitedError
  | UserNotFoundError
  | PassNotFoundError
  | BusyError
  | ConflictError
  | UnreadableDocumentError
  | PortFailedError

/** Every `code` this package throws. */
export type TapErrorCode = AnyTapError['code']

/**
 * Returns whether this package threw the error. Narrows it to the union, so that `switch (error.code)` is exhaustive.
 * Recognises the errors of another copy of the package in the same process too. Never throws.
 *
 * @param error - A value that was thrown, of any type.
 *
 * @example
 * ```ts
 * try {
 *   await tap.passes.create({ actor, user: 'ada' })
 * } catch (error) {
 *   if (isTapError(error) && error.code === 'TAP_POLICY_VIOLATION') console.log(error.issues)
 *   else throw error
 * }
 * ```
 */
export function isTapError(error: unknown): error is AnyTapError {
  try {
    return typeof error === 'object' && error !== null && brand in error
  } catch {
    // A proxy may throw on every operation.
    return false
  }
}

/** Issues read after the name of their field. */
function withField({ field, message, messageId, messageParameters }: InputIssue<string>): MessageText {
  return messageText('input.issue', { field, issue: { message, messageId, messageParameters } })
}
