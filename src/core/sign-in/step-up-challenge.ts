/** The authentication that a protected resource requires. */
export interface StepUpInput {
  /** The acceptable authentication context classes, in order of preference, separated by spaces. Default: any. */
  readonly acr?: string | undefined
  /** The maximum age of the authentication: 0 to 31,536,000 whole seconds. Default: any age. */
  readonly maximumAgeInSeconds?: number | undefined
}

/**
 * Returns the `WWW-Authenticate` header that requires a stronger or more recent sign-in (RFC 9470 §3). Send it with
 * status 401.
 *
 * @param input - The required class and age.
 * @returns The value of the header.
 *
 * @throws `RangeError` if `acr` is not 1 to 512 printable ASCII characters, or the age is not a whole number of seconds.
 *
 * @example
 * ```ts
 * console.log(stepUpChallenge({ acr: 'aal2', maximumAgeInSeconds: 300 }))
 * // Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="300"
 * ```
 */
export function stepUpChallenge({ acr, maximumAgeInSeconds }: StepUpInput): string {
  const parameters = ['error="insufficient_user_authentication"']
  if (acr !== undefined) parameters.push(`acr_values=${quoted(acr)}`)
  if (maximumAgeInSeconds !== undefined) parameters.push(`max_age="${checkedAge(maximumAgeInSeconds)}"`)
  return `Bearer ${parameters.join(', ')}`
}

const maxAgeInSeconds = 31_536_000

/** As RFC 9110 §5.6.4 requires. */
function quoted(text: string): string {
  if (!/^[\x20-\x7e]{1,512}$/.test(text))
    throw new RangeError('stepUpChallenge: "acr" must be 1 to 512 printable ASCII characters')
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function checkedAge(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= maxAgeInSeconds) return seconds
  throw new RangeError(`stepUpChallenge: "maximumAgeInSeconds" must be a whole number from 0 to ${maxAgeInSeconds}`)
}
