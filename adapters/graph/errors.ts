import type { AnyTapError, InputIssue, PolicyIssueCode, StepUpInput } from '../../src/index.js'
import { isTapError, stepUpChallenge } from '../../src/index.js'

/** What the envelope of Graph says of a failure. */
export interface GraphError {
  readonly status: number
  readonly code: string
  readonly message: string
  /** Which field or rule, and what to change: `innerError.details`. */
  readonly details?: readonly InputIssue<string>[] | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Ends a request with this answer. */
export class RefusedRequest extends Error {
  readonly answer: GraphError
  constructor(answer: GraphError) {
    super(answer.message)
    this.answer = answer
  }
}

/** A request that was not understood, with one sentence of why. */
export function badRequest(message: string): RefusedRequest {
  return new RefusedRequest({ status: 400, code: 'badRequest', message })
}

export const notServed: GraphError = { status: 404, code: 'resourceNotFound', message: 'This path is not served here.' }
export const passNotFound: GraphError = {
  status: 404,
  code: 'resourceNotFound',
  message: 'The requested authentication method was not found.',
}
export const notFromHere: GraphError = {
  status: 403,
  code: 'accessDenied',
  message: 'This did not come from a page that may call this API with cookies.',
}
export const notDelegated: GraphError = {
  status: 400,
  code: 'BadRequest',
  message: '/me request is only valid with delegated authentication flow.',
}

const unexpected: GraphError = {
  status: 500,
  code: 'internalServerError',
  message: 'Something went wrong here. It was not your request.',
}

// No wait is known to do: long enough for a database to fail over, and creating once more only replaces the pass.
const waitForPortInSeconds = 10

/** The answer to anything an endpoint threw. Never repeats a cause or a stored key. */
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
    case 'TAP_APPROVAL_REQUIRED':
      return { status: 403, code: 'accessDenied', message: 'The policy wants a second person: open a request instead.' }
    case 'TAP_STEP_UP_REQUIRED':
      return {
        status: 401,
        code: 'InvalidAuthenticationToken',
        message: 'The policy asks for a fresher or stronger sign-in of the administrator.',
        headers: { 'www-authenticate': challengeOf(error) },
      }
    case 'TAP_RATE_LIMITED':
      return {
        status: 429,
        code: 'TooManyRequests',
        message: 'Too many passes were issued in the last hour.',
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
      return { status: 409, code: 'conflict', message: 'Another change came between.' }
    case 'TAP_BUSY':
      return unavailable(error.retryAfterInSeconds)
    case 'TAP_PORT_FAILED':
      return unavailable(waitForPortInSeconds)
    case 'TAP_REQUEST_NOT_FOUND':
    case 'TAP_INVALID_TRANSITION':
    // No endpoint asks for either.
    case 'TAP_UNREADABLE_DOCUMENT':
      return unexpected
    default:
      return unknownCode(error)
  }
}

/** Unreachable for the compiler; reached when another version of the package, loaded beside this one, knows more codes. */
function unknownCode(_error: never): GraphError {
  return unexpected
}

// Clients match these word for word, and read the two numbers out of the second.
const convergedPolicy =
  'Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].'
function lifetimeRange({ minimum, maximum }: Pick<InputIssue<string>, 'minimum' | 'maximum'>): string {
  return `Invalid LifetimeInMinutes specified. The valid range between ${minimum} and ${maximum}.`
}

const policySentences: { readonly [Code in PolicyIssueCode]: (issue: InputIssue<string>) => string | undefined } = {
  disabled: () => convergedPolicy,
  outOfScope: () => convergedPolicy,
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

/** One sentence, of the first issue that has one; every issue is among the details. */
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
    message: 'The service is temporarily unavailable. Try again after the wait.',
    headers: retryAfter(seconds),
  }
}

function retryAfter(seconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}

/** Without what no header can carry, in an error that the host made: the answer stays a 401 with a challenge. */
function challengeOf(asked: StepUpInput): string {
  try {
    return stepUpChallenge(asked)
  } catch {
    return stepUpChallenge({})
  }
}

/** Nobody was recognised. */
export function unauthenticated(request: Request): GraphError {
  const hasToken = request.headers.has('authorization')
  return {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: hasToken ? 'Access token validation failure.' : 'Access token is empty.',
    // RFC 6750 §3.1: no error for who sent nothing.
    headers: { 'www-authenticate': hasToken ? 'Bearer error="invalid_token"' : 'Bearer' },
  }
}

export function methodNotAllowed(allow: string): GraphError {
  const message = 'The method is not offered on this path.'
  return { status: 405, code: 'methodNotAllowed', message, headers: { allow } }
}
