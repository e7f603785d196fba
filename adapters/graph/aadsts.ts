import type { SignInRefusalReason } from '../../src/index.js'

/** A sign-in error as Microsoft Entra's token service reports it for Temporary Access Passes. */
export interface AadstsError {
  /** The number after `AADSTS`. */
  readonly code: 130502 | 130503 | 130504 | 130505 | 130507
  /** Entra's sentence, without the number before it. */
  readonly message: string
}

const blocked: AadstsError = Object.freeze({
  code: 130502,
  message: 'Temporary Access Pass sign in was blocked due to User Credential Policy.',
})
const incorrect: AadstsError = Object.freeze({
  code: 130503,
  message: "Your Temporary Access Pass is incorrect. If you don't know your pass, contact your administrator.",
})
const expired: AadstsError = Object.freeze({
  code: 130504,
  message: 'Your Temporary Access Pass has expired. Contact your administrator to obtain a new pass.',
})
const redeemed: AadstsError = Object.freeze({
  code: 130505,
  message: 'Your one-time Temporary Access Pass has been redeemed. Contact your admin to get a new pass.',
})
const notFound: AadstsError = Object.freeze({
  code: 130507,
  message: 'An access pass could not be found or verified for the user.',
})

const errors: { readonly [Reason in SignInRefusalReason]: AadstsError } = {
  wrongCode: incorrect,
  malformedCode: incorrect,
  expired,
  oneTimeUsed: redeemed,
  inRegistration: redeemed,
  unknownUser: notFound,
  noPass: notFound,
  tampered: notFound,
  keyMissing: notFound,
  wrongKey: notFound,
  otherFormat: notFound,
  rolledBack: notFound,
  externalGuest: blocked,
  outOfScope: blocked,
  disabledByPolicy: blocked,
  userDisabled: blocked,
  surfaceNotAllowed: blocked,
  notYetValid: blocked,
  lockedOut: blocked,
  revoked: blocked,
}

/**
 * Returns the AADSTS error (AADSTS1305xx) for a refused sign-in, for logs and protocols that use Entra's numbers. The
 * numbers 130500, 130501 and 130506 belong to other methods and are never returned.
 *
 * Write it to a log only. On the sign-in page it tells an attacker whether a user has a pass and in which state. The
 * result of `signIn` tells neither.
 *
 * @param reason - The reason that `revealRefusal` returns for a refused sign-in.
 * @returns The number and the sentence.
 *
 * @example
 * ```ts
 * const result = await tap.signIn({ user, code })
 * if (!result.ok) {
 *   const { code, message } = aadstsError(revealRefusal(result))
 *   log(`AADSTS${code}: ${message}`)
 * }
 * ```
 */
export function aadstsError(reason: SignInRefusalReason): AadstsError {
  return errors[reason]
}
