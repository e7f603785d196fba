import type { CallContext } from '../event/call-context.js'
import type { MessageText } from '../message/message-text.js'
import type { Usability } from '../pass/pass.js'
import type { AllowedAction } from './claims.js'
import type { Surface } from './surfaces.js'

/** The input of `tap.signIn`: what the user typed, and what your application knows about the attempt. */
export interface SignInInput {
  /** The user's name as typed: id, user principal name or any alias. 1 to 512 characters. */
  readonly user: string
  /**
   * The code as typed or pasted. White space, dashes, invisible characters, surrounding quotes and a final full stop are
   * ignored; digits of every script are read as digits; case and look-alikes are ignored if the alphabet allows it.
   */
  readonly code: string
  /**
   * Where the attempt came from, for example an IP address. It shares the slow hashes fairly between sources when too many
   * attempts wait. Default: the user's name.
   */
  readonly source?: string | undefined
  /** Where the code was typed. Default: `'browser'`. */
  readonly surface?: Surface | undefined
  /**
   * Binds the grant to this browser: a random value from a browser cookie of its own, not the session id, which is renewed
   * at sign-in. A native app can use the thumbprint of its DPoP key (RFC 9449). 1 to 1,024 characters, stored as a hash.
   * See the page "Client binding". Default: the grant works from every client.
   */
  readonly clientBinding?: string | undefined
  /**
   * A random value, new for each time that the user submits the form: 16 to 128 characters. If the same value arrives
   * again within 60 seconds, with the same binding and the right code, the same sign-in is returned, so that a double
   * click does not cost a one-time pass. Default: the second click is refused.
   */
  readonly attemptId?: string | undefined
  /** What your application has verified before the pass, as RFC 8176 values: at most 16. Default: nothing. */
  readonly priorAmr?: readonly string[] | undefined
  /** When your own session ends at the latest. Default: `notAfter` is the end of the pass. */
  readonly sessionCeiling?: Date | undefined
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}

/** The result of `tap.signIn`. You can send a refusal to the browser as it is: `response.json(result)`. */
export type SignInResult = SignInSuccess | SignInRefusal

/** The code was right, and the pass was usable. */
export interface SignInSuccess {
  readonly ok: true
  readonly signIn: SignIn
  /** A secret, like the code: it allows the actions of this sign-in. Pass it to `tap.grants.verify`. */
  readonly grant: string
}

/**
 * The sign-in was refused. Every refusal looks the same. The reason is in the event, in `tap.users.explain` and in
 * {@link revealRefusal}. `message` is a sentence for the user.
 */
export interface SignInRefusal extends MessageText {
  readonly ok: false
  /** The correlation id of the event, for the user to quote to support staff. */
  readonly correlationId: string
}

/** Why a sign-in was refused. For the audit log and support staff: do not show it to the user. */
export type SignInRefusalReason =
  | 'unknownUser'
  | 'noPass'
  | 'wrongCode'
  | 'malformedCode'
  | 'tampered'
  | 'keyMissing'
  | 'wrongKey'
  | 'otherFormat'
  | 'rolledBack'
  | 'externalGuest'
  | 'outOfScope'
  | 'surfaceNotAllowed'
  | Exclude<Usability, 'usable'>

/** A successful sign-in, as plain data. */
export interface SignIn {
  /** The tenant of the user. Another tenant than the tap's if `grants.verify` was called with `homeTenantId`. */
  readonly tenantId: string
  readonly userId: string
  readonly passId: string
  readonly isUsableOnce: boolean
  readonly authenticatedAt: Date
  /** When everything based on this sign-in ends: with the pass, or at your `sessionCeiling` if that is earlier. */
  readonly notAfter: Date
  /** Until when the user can register a credential. Only for one-time passes. */
  readonly registrationDeadline?: Date | undefined
  readonly surface: Surface
  /** The authentication methods for a token (RFC 8176): those of `priorAmr` and the pass. */
  readonly amr: readonly string[]
  /**
   * The authentication assurance level for a token (NIST SP 800-63B-4). `aal1`: one factor. `aal2`: two different factors,
   * or a policy that counts a pass as two.
   */
  readonly acr: 'aal1' | 'aal2'
  /** What the user may do with the grant. */
  readonly allowedActions: readonly AllowedAction[]
  /**
   * What the user has to do before anything else. `interruptRegistration`: register a credential before your application
   * continues.
   */
  readonly requiredActions: readonly 'interruptRegistration'[]
  /**
   * `true`: fewer than two credentials are registered with this pass. Suggest a second one, so that a lost device does not
   * lock the user out.
   */
  readonly isSecondCredentialRecommended: boolean
}
