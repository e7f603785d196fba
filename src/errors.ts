import type { Permission } from './core/access/permission.js'
import type { RequestRefusalReason, RequestState, RequestTransition } from './core/event/request-vocabulary.js'
import type { InputIssue, InputIssueCode, PolicyIssueCode } from './core/input/input-issue.js'
import type { StoreKey } from './ports/store.js'

// Shared by every copy of the package in a process, so that `isTapError` recognises another copy's errors.
const brand = Symbol.for('temporary-access-pass.error')

/** Base class: one `instanceof` catches everything this package throws on purpose. Codes follow semver; messages do not. */
export abstract class TapError extends Error {
  abstract readonly code: TapErrorCode
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    Object.defineProperty(this, brand, { value: true })
  }
}

/** The shape or range of what was given, independent of policy. Every issue, not only the first. Nothing was changed. */
export class InvalidInputError extends TapError {
  override readonly name = 'InvalidInputError'
  readonly code = 'TAP_INVALID_INPUT'
  readonly issues: readonly InputIssue<InputIssueCode>[]
  constructor(issues: readonly InputIssue<InputIssueCode>[]) {
    super(sentences(issues))
    this.issues = issues
  }
}

/** Well-formed, but the policy forbids it. Every issue, not only the first. Nothing was changed. */
export class PolicyViolationError extends TapError {
  override readonly name = 'PolicyViolationError'
  readonly code = 'TAP_POLICY_VIOLATION'
  readonly issues: readonly InputIssue<PolicyIssueCode>[]
  constructor(issues: readonly InputIssue<PolicyIssueCode>[]) {
    super(sentences(issues))
    this.issues = issues
  }
}

/** The actor may not do this, or nobody could say that they may. */
export class NotAuthorizedError extends TapError {
  override readonly name = 'NotAuthorizedError'
  readonly code = 'TAP_NOT_AUTHORIZED'
  readonly permission: Permission
  constructor(verb: Permission, options?: ErrorOptions) {
    super(`Not allowed: "${verb}"`, options)
    this.permission = verb
  }
}

/** The administrator's own sign-in is too old or too weak for issuing: let them sign in again, then repeat the call. */
export class StepUpRequiredError extends TapError {
  override readonly name = 'StepUpRequiredError'
  readonly code = 'TAP_STEP_UP_REQUIRED'
  readonly acr: string | undefined
  readonly maximumAgeInSeconds: number | undefined
  constructor(asked: { readonly acr?: string | undefined; readonly maximumAgeInSeconds?: number | undefined }) {
    super('The administrator has to sign in again, or more strongly, before issuing')
    this.acr = asked.acr
    this.maximumAgeInSeconds = asked.maximumAgeInSeconds
  }
}

/**
 * The policy wants two people behind a pass for this person (`issuing.dualControl`). The way forward is a request:
 * `requests.open`, with a justification and a ticket, and another person's approval. Nothing was changed.
 */
export class ApprovalRequiredError extends TapError {
  override readonly name = 'ApprovalRequiredError'
  readonly code = 'TAP_APPROVAL_REQUIRED'
  readonly userId: string
  constructor(userId: string) {
    super('The policy wants a second person: open a request with justification and ticket, and have it approved')
    this.userId = userId
  }
}

/** There is no such request, or it was nobody's. */
export class RequestNotFoundError extends TapError {
  override readonly name = 'RequestNotFoundError'
  readonly code = 'TAP_REQUEST_NOT_FOUND'
  constructor() {
    super('There is no such request')
  }
}

/** The request cannot go there from where it is. Nothing was changed, but what the clock had changed already. */
export class InvalidTransitionError extends TapError {
  override readonly name = 'InvalidTransitionError'
  readonly code = 'TAP_INVALID_TRANSITION'
  readonly transition: RequestTransition
  /** Where the request is. */
  readonly state: RequestState
  readonly reason: RequestRefusalReason
  constructor(move: RequestTransition, state: RequestState, reason: RequestRefusalReason) {
    super(`A request in "${state}" refuses the move "${move}": ${reason}`)
    this.transition = move
    this.state = state
    this.reason = reason
  }
}

/** Too many passes were issued in the last hour. Nothing was changed. */
export class RateLimitedError extends TapError {
  override readonly name = 'RateLimitedError'
  readonly code = 'TAP_RATE_LIMITED'
  readonly limit: 'actor' | 'user' | 'tenant'
  readonly retryAfterInSeconds: number
  constructor(limit: 'actor' | 'user' | 'tenant', retryAfterInSeconds: number) {
    super(`Too many passes issued in the last hour for this ${limit}; try again in ${retryAfterInSeconds} s`)
    this.limit = limit
    this.retryAfterInSeconds = retryAfterInSeconds
  }
}

/** The directory knows nobody by that name. Told only to an actor who may act on them. */
export class UserNotFoundError extends TapError {
  override readonly name = 'UserNotFoundError'
  readonly code = 'TAP_USER_NOT_FOUND'
  constructor() {
    super('The directory knows no such user')
  }
}

/** This user has no such pass. */
export class PassNotFoundError extends TapError {
  override readonly name = 'PassNotFoundError'
  readonly code = 'TAP_PASS_NOT_FOUND'
  constructor() {
    super('This user has no such pass')
  }
}

/** Too much at once. Nothing was compared, counted or changed; try again after the wait. */
export class BusyError extends TapError {
  override readonly name = 'BusyError'
  readonly code = 'TAP_BUSY'
  readonly retryAfterInSeconds: number
  constructor(retryAfterInSeconds: number) {
    super(`Too much at once; try again in ${retryAfterInSeconds} s`)
    this.retryAfterInSeconds = retryAfterInSeconds
  }
}

/** Somebody else's change came between: what this call wrote is no longer current. */
export class ConflictError extends TapError {
  override readonly name = 'ConflictError'
  readonly code = 'TAP_CONFLICT'
  constructor() {
    super('Another call replaced what this one wrote')
  }
}

/** Why a stored document is unreadable: it was changed without the key, or the key that sealed it is missing. */
export type UnreadableReason = 'tampered' | 'keyMissing'

/** A stored document does not open: it was changed by someone without the key, or the key that sealed it is missing. */
export class UnreadableDocumentError extends TapError {
  override readonly name = 'UnreadableDocumentError'
  readonly code = 'TAP_UNREADABLE_DOCUMENT'
  readonly key: StoreKey
  readonly reason: UnreadableReason
  constructor(key: StoreKey, reason: UnreadableReason) {
    super(
      reason === 'tampered'
        ? `The stored ${key.kind} document was changed from outside`
        : `The key that sealed the stored ${key.kind} document is not among the keys given`,
    )
    this.key = key
    this.reason = reason
  }
}

/** Something you plugged in failed, did not answer in time, or answered nonsense; its own error is the `cause`. */
export class PortFailedError extends TapError {
  override readonly name = 'PortFailedError'
  readonly code = 'TAP_PORT_FAILED'
  readonly port: PortName
  readonly operation: string
  constructor(port: PortName, operation: string, cause: unknown) {
    super(`The ${port} port failed during "${operation}"`, { cause })
    this.port = port
    this.operation = operation
  }
}

/** The ports whose failure fails a call. */
export type PortName = 'store' | 'directory' | 'keys' | 'events' | 'randomBytes' | 'clock' | 'deliverer' | 'prover'

/** Everything this package throws on purpose. */
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
 * Narrows to the union, so that `switch (error.code)` is exhaustive. Works across two copies of the package.
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
    // A proxy may throw whatever it is asked.
    return false
  }
}

function sentences(issues: readonly InputIssue<string>[]): string {
  return issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
}
