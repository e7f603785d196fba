import type { AnyTapError, InputIssue, StepUpInput } from '../../src/index.js'
import { isTapError, stepUpChallenge } from '../../src/index.js'
import type { Problem } from './problem.js'
import { problemResponse } from './problem.js'

const unexpected: Problem = { status: 500, detail: 'Something went wrong here. It was not your request.' }

/**
 * The HTTP answer to anything a verb threw: `application/problem+json` (RFC 9457) with a `code`, the `issues` of what a
 * person typed, and `Cache-Control: no-store`. Never throws, and never repeats a message, a cause or a stored key.
 *
 * | Error | Status | Why |
 * |---|---|---|
 * | `InvalidInputError` | 400 with `issues` | the shape is wrong, whatever the policy |
 * | `PolicyViolationError` | 422 with `issues` | well-formed; another caller would be refused as well, so not 403 |
 * | `NotAuthorizedError` | 403 | |
 * | `StepUpRequiredError` | 401 with `WWW-Authenticate` | the administrator signs in again (RFC 9470) |
 * | `RateLimitedError` | 429 with `Retry-After` | |
 * | `ApprovalRequiredError` | 403 | a request and a second person lead on |
 * | `UserNotFoundError`, `PassNotFoundError`, `RequestNotFoundError` | 404 | |
 * | `ConflictError`, `InvalidTransitionError` | 409 | |
 * | `BusyError` | 503 with `Retry-After` | nothing was compared or counted |
 * | `PortFailedError` | 503 | no `Retry-After`: no wait is known, and the write may have happened |
 * | `UnreadableDocumentError`, everything else | 500 without `code` | for your log and nobody else |
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
      return { status: 400, code: error.code, detail: 'Some of what was given cannot be read as meant.', issues }
    }
    case 'TAP_POLICY_VIOLATION': {
      const issues = error.issues.map(shown)
      return { status: 422, code: error.code, detail: 'The policy does not allow this.', issues }
    }
    case 'TAP_NOT_AUTHORIZED':
      return { status: 403, code: error.code, detail: 'You may not do this.' }
    case 'TAP_STEP_UP_REQUIRED': {
      const headers = { 'www-authenticate': challengeOf(error) }
      return { status: 401, code: error.code, detail: 'Sign in again before you do this.', headers }
    }
    case 'TAP_RATE_LIMITED': {
      const headers = { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterInSeconds))) }
      return { status: 429, code: error.code, detail: 'Too many passes were issued in the last hour.', headers }
    }
    case 'TAP_USER_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'There is no such user.' }
    case 'TAP_PASS_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'This user has no such pass.' }
    case 'TAP_APPROVAL_REQUIRED':
      return { status: 403, code: error.code, detail: 'A second person has to approve this: open a request.' }
    case 'TAP_REQUEST_NOT_FOUND':
      return { status: 404, code: error.code, detail: 'There is no such request.' }
    case 'TAP_INVALID_TRANSITION':
      return { status: 409, code: error.code, detail: 'The request cannot go there from where it is.' }
    case 'TAP_CONFLICT':
      return { status: 409, code: error.code, detail: 'Another change came between.' }
    case 'TAP_BUSY': {
      const headers = { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterInSeconds))) }
      return { status: 503, code: error.code, detail: 'Too much at once. Try again in a moment.', headers }
    }
    case 'TAP_PORT_FAILED':
      return { status: 503, code: error.code, detail: 'Something this depends on is not available.' }
    case 'TAP_UNREADABLE_DOCUMENT':
      return unexpected
    default:
      return unknownCode(error)
  }
}

/** Unreachable for the compiler; reached when another version of the package, loaded beside this one, knows more codes. */
function unknownCode(_error: never): Problem {
  return unexpected
}

/** Without what no header can carry, in an error that the host made: the answer stays a 401 with a challenge. */
function challengeOf(asked: StepUpInput): string {
  try {
    return stepUpChallenge(asked)
  } catch {
    return stepUpChallenge({})
  }
}

function shown({ code, field, message, minimum, maximum }: InputIssue<string>): InputIssue<string> {
  return { code, field, message, minimum, maximum }
}
