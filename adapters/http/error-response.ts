import type { AnyTapError, InputIssue, NotAuthorizedError, StepUpInput } from '../../src/index.js'
import { isTapError, stepUpChallenge } from '../../src/index.js'
import type { Problem } from './problem.js'
import { problemResponse } from './problem.js'

const unexpected: Problem = { status: 500, detail: 'An internal error occurred. The request did not cause it.' }

/**
 * Returns the HTTP response to an error of this package: `application/problem+json` (RFC 9457) with a `code`, the
 * `issues` of invalid input, and `Cache-Control: no-store`. It never throws. The response never contains the error's
 * message, its cause or a stored key, so log the error yourself.
 *
 * | Error | Status | Why |
 * |---|---|---|
 * | `InvalidInputError` | 400 with `issues` | The input is not valid under any policy. |
 * | `PolicyViolationError` | 422 with `issues` | The input is valid, but the policy refuses it for every caller. |
 * | `NotAuthorizedError` | 403 | The caller has no permission. The response says why. |
 * | `StepUpRequiredError` | 401 with `WWW-Authenticate` | The administrator has to sign in again (RFC 9470). |
 * | `RateLimitedError` | 429 with `Retry-After` | Too many passes were issued in the last hour. |
 * | `ApprovalRequiredError` | 403 | A second person has to approve a request first. |
 * | `UserNotFoundError`, `PassNotFoundError`, `RequestNotFoundError` | 404 | It does not exist. |
 * | `ConflictError`, `InvalidTransitionError` | 409 | The stored state does not allow the change. |
 * | `BusyError` | 503 with `Retry-After` | Nothing was counted or changed. |
 * | `PortFailedError` | 503 without `Retry-After` | The waiting time is unknown, and the write may have happened. |
 * | `UnreadableDocumentError`, every other value | 500 without `code` | Only your log may have the details. |
 *
 * @param error - The value that was thrown, of any type.
 * @returns A response with the status of the table.
 *
 * @example
 * ```ts
 * try {
 *   return Response.json(await tap.passes.get({ actor, user }))
 * } catch (error) {
 *   log(error)
 *   return errorResponse(error)
 * }
 * ```
 */
export function errorResponse(error: unknown): Response {
  return problemResponse(isTapError(error) ? problemOf(error) : unexpected)
}

function problemOf(error: AnyTapError): Problem {
  switch (error.code) {
    case 'TAP_INVALID_INPUT': {
      const issues = error.issues.map(shown)
      return { status: 400, code: error.code, detail: 'The request is not valid; see `issues`.', issues }
    }
    case 'TAP_POLICY_VIOLATION': {
      const issues = error.issues.map(shown)
      return { status: 422, code: error.code, detail: 'The policy does not allow this; see `issues`.', issues }
    }
    case 'TAP_NOT_AUTHORIZED':
      return { status: 403, code: error.code, detail: notAuthorized[error.reason] }
    case 'TAP_STEP_UP_REQUIRED': {
      const headers = { 'www-authenticate': challengeOf(error) }
      return { status: 401, code: error.code, detail: 'Sign in again, then repeat the request.', headers }
    }
    case 'TAP_RATE_LIMITED': {
      const detail = 'Too many passes were issued in the last hour. Try again after the time in `Retry-After`.'
      return { status: 429, code: error.code, detail, headers: retryAfter(error.retryAfterInSeconds) }
    }
    case 'TAP_USER_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'The user does not exist.' }
    case 'TAP_PASS_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'The pass does not exist.' }
    case 'TAP_APPROVAL_REQUIRED':
      return { status: 403, code: error.code, detail: 'A second person has to approve this. Open a request instead.' }
    case 'TAP_REQUEST_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'The pass request does not exist.' }
    case 'TAP_INVALID_TRANSITION':
      return { status: 409, code: error.code, detail: 'The state of the pass request does not allow this.' }
    case 'TAP_CONFLICT':
      return { status: 409, code: error.code, detail: 'Another change was made at the same time. Try again.' }
    case 'TAP_BUSY': {
      const detail = 'The service is busy. Try again after the time in `Retry-After`.'
      return { status: 503, code: error.code, detail, headers: retryAfter(error.retryAfterInSeconds) }
    }
    case 'TAP_PORT_FAILED': {
      const detail = 'A service that is needed here is not available. The change may have been made: check it first.'
      return { status: 503, code: error.code, detail }
    }
    case 'TAP_UNREADABLE_DOCUMENT':
      return unexpected
    default:
      return unknownCode(error)
  }
}

/** What the actor can do about it. It says nothing about the user whom the call concerned. */
const notAuthorized: { readonly [Reason in NotAuthorizedError['reason']]: string } = {
  actorUnknown: 'You do not have permission to do this: your account is not in the directory.',
  actorDisabled: 'You do not have permission to do this: your account is disabled.',
  permissionMissing: 'You do not have permission to do this.',
  userRequired: 'A program cannot do this. Sign in as an administrator or a reviewer.',
  self: 'You cannot do this for yourself, or decide on what you took part in. Ask another administrator.',
  scope: 'You do not have permission to do this for this user. Ask an administrator who has.',
  authorizer: 'You do not have permission to do this.',
  authorizerFailed: 'Your permission to do this could not be checked.',
}

/** TypeScript proves this unreachable. Another version of the package in the same process may have more codes. */
function unknownCode(_error: never): Problem {
  return unexpected
}

function retryAfter(seconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}

/** A host may build an error whose values no header can hold. The response stays a 401 with a challenge. */
function challengeOf(error: StepUpInput): string {
  try {
    return stepUpChallenge(error)
  } catch {
    return stepUpChallenge({})
  }
}

function shown(issue: InputIssue<string>): InputIssue<string> {
  const { code, field, message, messageId, messageParameters, minimum, maximum } = issue
  return { code, field, message, messageId, messageParameters, minimum, maximum }
}
