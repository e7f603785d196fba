/** What a protected resource asks for. */
export interface StepUpInput {
  /** Authentication context classes that would do, best first, separated by spaces. */
  readonly acr?: string | undefined
  /** How old the authentication may be: 0 to 31,536,000 whole seconds. */
  readonly maximumAgeInSeconds?: number | undefined
}

/**
 * The `WWW-Authenticate` value that asks for a stronger or fresher sign-in (RFC 9470 §3), to be sent with status 401.
 *
 * @throws `RangeError` for an `acr` that no header can carry, or an age that is not a whole number of seconds.
 *
 * @example
 * ```ts
 * stepUpChallenge({ acr: 'aal2', maximumAgeInSeconds: 300 })
 * // Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="300"
 * ```
 */
export function stepUpChallenge({ acr, maximumAgeInSeconds }: StepUpInput): string {
  const parameters = ['error="insufficient_user_authentication"']
  if (acr !== undefined) parameters.push(`acr_values=${quoted(acr)}`)
  if (maximumAgeInSeconds !== undefined) parameters.push(`max_age="${checkedAge(maximumAgeInSeconds)}"`)
  return `Bearer ${parameters.join(', ')}`
}

const aYearInSeconds = 31_536_000

/** RFC 9110 §5.6.4: printable ASCII, quotes and backslashes escaped. */
function quoted(text: string): string {
  if (!/^[\x20-\x7e]{1,512}$/.test(text)) throw new RangeError('acr: must be 1 to 512 printable ASCII characters')
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function checkedAge(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= aYearInSeconds) return seconds
  throw new RangeError(`maximumAgeInSeconds: must be a whole number from 0 to ${aYearInSeconds}`)
}
