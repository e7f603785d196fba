import type { SignInRefusalReason } from '../../src/index.js'

/** A sign-in error of the family that Microsoft Entra's token service uses for Temporary Access Passes. */
export interface AadstsError {
  readonly code: 130502 | 130503 | 130504 | 130505 | 130507
  /** The recorded sentence, without the `AADSTS` code in front of it. */
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
 * The refusal of a sign-in in the words of Microsoft Entra's token service (AADSTS1305xx), for a host whose clients know
 * them. 130500, 130501 and 130506 speak of other methods, and are the answer to none.
 *
 * Put into the audit log it is harmless. Shown to the person at the door it tells a stranger whether there is a pass, and
 * in which state; `signIn`'s own answer tells neither. The reason comes from `revealRefusal`.
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
