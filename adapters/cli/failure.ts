import type { TapErrorCode } from '../../src/index.js'
import { isTapError } from '../../src/index.js'
import type { ExitCode } from './exit-codes.js'
import { CommandError, exitCodes } from './exit-codes.js'
import { printable } from './output.js'

/** An error as data, for `--json` and for one row of many. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly issues?: readonly { readonly field: string; readonly message: string }[] | undefined
  readonly retryAfterInSeconds?: number | undefined
}

export function describeFailure(error: unknown): Failure {
  if (isTapError(error)) {
    const { code, message } = error
    const issues = 'issues' in error ? error.issues : undefined
    const retryAfterInSeconds = 'retryAfterInSeconds' in error ? error.retryAfterInSeconds : undefined
    return {
      code,
      message: error.code === 'TAP_PORT_FAILED' ? withCause(message, error.cause) : message,
      issues,
      retryAfterInSeconds,
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: error instanceof CommandError ? 'COMMAND' : 'UNEXPECTED', message }
}

/** Returns one line for each issue. Only messages of this program have several lines of their own. */
export function failureLines({ code, message, issues }: Failure): readonly string[] {
  if (issues === undefined || issues.length === 0) {
    return code === 'COMMAND' ? message.split('\n').map(printable) : [printable(message)]
  }
  return issues.map(({ field, message }) => printable(`${field}: ${message}`))
}

/** The operator has the database too, so the message of a failed port is no secret here. */
function withCause(message: string, cause: unknown): string {
  if (!(cause instanceof Error) || cause.message === '' || message.includes(cause.message)) return message
  return `${message} The cause: ${cause.message}`
}

const retriable: ReadonlySet<TapErrorCode> = new Set([
  'TAP_BUSY',
  'TAP_CONFLICT',
  'TAP_PORT_FAILED',
  'TAP_RATE_LIMITED',
])

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode
  if (!isTapError(error)) return exitCodes.unexpected
  return retriable.has(error.code) ? exitCodes.tryAgain : exitCodes.refused
}
