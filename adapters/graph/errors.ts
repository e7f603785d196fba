import type { AnyTapError, InputIssue, PolicyIssueCode, StepUpInput } from '../../src/index.js'
import { isTapError, stepUpChallenge } from '../../src/index.js'

/** The content of Graph's error envelope. */
export interface GraphError {
  readonly status: number
  readonly code: string
  readonly message: string
  /** Every issue, for `innerError.details`. */
  readonly details?: readonly InputIssue<string>[] | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Ends a request with this response. */
export class RefusedRequest extends Error {
  readonly answer: GraphError
  constructor(answer: GraphError) {
    super(answer.message)
    this.answer = answer
  }
}

export function badRequest(message: string): RefusedRequest {
  return new RefusedRequest({ status: 400, code: 'badRequest', message })
}

export const pathNotFound: GraphError = {
  status: 404,
  code: 'resourceNotFound',
  message: 'No resource has this path. Only the Temporary Access Pass part of Graph is available here.',
}
export const passNotFound: GraphError = {
  status: 404,
  code: 'resourceNotFound',
  message: 'The requested authentication method was not found.',
}
export const crossOrigin: GraphError = {
  status: 403,
  code: 'accessDenied',
  message: "Cross-origin request refused. Send a bearer token, or add the page's origin to `origins`.",
}
export const notDelegated: GraphError = {
  status: 400,
  code: 'BadRequest',
  message: '/me request is only valid with delegated authentication flow.',
}

const unexpected: GraphError = {
  status: 500,
  code: 'internalServerError',
  message: 'An internal error occurred. The request did not cause it.',
}

// A port does not say how long it will fail. Ten seconds are enough for a database to fail over.
const portRetryInSeconds = 10

/** Returns the response to any value that an endpoint threw, without its cause and without a stored key. */
export function graphErrorOf(error: unknown, user: string | undefined): GraphError {
  if (error instanceof RefusedRequest) return error.answer
  return isTapError(error) ? answerTo(error, user) : unexpected
}

function answerTo(error: AnyTapError, user: string | undefined): GraphError {
  switch (error.code) {
    case 'TAP_INVALID_INPUT':
      return refused(error.issues, ({ code, field, minimum, maximum }) =>
        code === 'range' && field === 'lifetimeInMinutes' ? lifetimeRange({ minimum, maximum }) : undefined,
      )
    case 'TAP_POLICY_VIOLATION':
      return refused(error.issues, (issue) => policySentences[issue.code]?.(issue))
    case 'TAP_NOT_AUTHORIZED':
      return { status: 403, code: 'accessDenied', message: 'Request Authorization failed' }
    case 'TAP_APPROVAL_REQUIRED': {
      const message = 'The policy requires approval by a second person. Open a request instead.'
      return { status: 403, code: 'accessDenied', message }
    }
    case 'TAP_STEP_UP_REQUIRED':
      return {
        status: 401,
        code: 'InvalidAuthenticationToken',
        message: 'The policy requires a more recent or a stronger sign-in. Sign in again, then repeat the request.',
        headers: { 'www-authenticate': challengeOf(error) },
      }
    case 'TAP_RATE_LIMITED':
      return {
        status: 429,
        code: 'TooManyRequests',
        message: 'Too many passes were issued in the last hour. Try again after the time in Retry-After.',
        headers: retryAfter(error.retryAfterInSeconds),
      }
    case 'TAP_USER_NOT_FOUND':
      return {
        status: 404,
        code: 'Request_ResourceNotFound',
        message: `Resource '${user ?? ''}' does not exist or one of its queried reference-property objects are not present.`,
      }
    case 'TAP_PASS_NOT_FOUND':
      return passNotFound
    case 'TAP_CONFLICT':
      return { status: 409, code: 'conflict', message: 'Another change was made at the same time. Try again.' }
    case 'TAP_BUSY':
      return unavailable(error.retryAfterInSeconds)
    case 'TAP_PORT_FAILED':
      return unavailable(portRetryInSeconds)
    case 'TAP_REQUEST_NOT_FOUND':
    case 'TAP_INVALID_TRANSITION':
    // No endpoint reads or changes a pass request.
    case 'TAP_UNREADABLE_DOCUMENT':
      return unexpected
    default:
      return unknownCode(error)
  }
}

/** TypeScript proves this unreachable. Another version of the package in the same process may have more codes. */
function unknownCode(_error: never): GraphError {
  return unexpected
}

// Clients compare these two sentences word for word, and read the two numbers out of the second.
const convergedPolicy =
  'Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].'
function lifetimeRange({ minimum, maximum }: Pick<InputIssue<string>, 'minimum' | 'maximum'>): string {
  return `Invalid LifetimeInMinutes specified. The valid range between ${minimum} and ${maximum}.`
}

const policySentences: { readonly [Code in PolicyIssueCode]: (issue: InputIssue<string>) => string | undefined } = {
  disabled: () => convergedPolicy,
  outOfScope: () => convergedPolicy,
  userDisabled: () => convergedPolicy,
  tooManyWrongCodes: () => convergedPolicy,
  justificationRequired: () => convergedPolicy,
  ticketRequired: () => convergedPolicy,
  channelLifetime: () => convergedPolicy,
  noAddress: () => convergedPolicy,
  externalGuest: () => 'Temporary Access Pass cannot be added to an external guest user.',
  lifetimeOutOfRange: lifetimeRange,
  startInPast: () => 'Invalid StartDateTime specified. It can not be a time in the past.',
  startTooLate: () => 'Invalid StartDateTime specified. It can not be that far in the future.',
  multiUseNotAllowed: () => 'Invalid IsUsableOnce specified. The policy allows one-time passes only.',
  guessingRisk: () => undefined,
}

/** The message is the sentence of the first issue that has one. The details have every issue. */
function refused<Code extends string>(
  issues: readonly InputIssue<Code>[],
  sentence: (issue: InputIssue<Code>) => string | undefined,
): GraphError {
  const [known] = issues.flatMap((issue) => sentence(issue) ?? [])
  const message = known ?? issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return { status: 400, code: 'badRequest', message, details: issues }
}

function unavailable(seconds: number): GraphError {
  return {
    status: 503,
    code: 'serviceNotAvailable',
    message: 'The service is temporarily unavailable. Try again after the time in Retry-After.',
    headers: retryAfter(seconds),
  }
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

/** Returns the response when `authenticate` returns no principal. */
export function unauthenticated(request: Request): GraphError {
  const hasToken = request.headers.has('authorization')
  return {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: hasToken ? 'Access token validation failure.' : 'Access token is empty.',
    // RFC 6750 §3.1: without a token, the challenge has no error.
    headers: { 'www-authenticate': hasToken ? 'Bearer error="invalid_token"' : 'Bearer' },
  }
}

export function methodNotAllowed(allow: string): GraphError {
  const message = `This path does not support the method. Allowed: ${allow}.`
  return { status: 405, code: 'methodNotAllowed', message, headers: { allow } }
}
