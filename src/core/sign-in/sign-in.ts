import type { CallContext } from '../event/call-context.js'
import type { MessageText } from '../message/message-text.js'
import type { Usability } from '../pass/pass.js'
import type { AllowedAction, AssuranceLevel } from './claims.js'
import type { Surface } from './surfaces.js'

/** What somebody typed, and where from. */
export interface SignInInput {
  /** The name as typed: id, user principal name or any alias. 1 to 512 characters. */
  readonly user: string
  /** The code as typed: white space, dashes, case and look-alikes do not matter where its alphabet says so. */
  readonly code: string
  /** Where the attempt came from, such as an address: for fair admission when the queue for the slow hash is full. */
  readonly source?: string | undefined
  /** Where the code was typed. @defaultValue `'browser'` */
  readonly surface?: Surface | undefined
  /**
   * Binds the grant to this browser: a random value from a cookie of its own, not the session id, which you renew at
   * sign-in. A native app gives a DPoP thumbprint. Stored as a hash. 1 to 1,024 characters. See the page "Client binding".
   * Default: the grant is bound to no client.
   */
  readonly clientBinding?: string | undefined
  /**
   * Drawn by you for one press of the button. Repeated within 60 seconds with the same binding and the right code, it
   * gets the same sign-in again, so that a double click does not cost a one-time pass. 16 to 128 characters.
   */
  readonly attemptId?: string | undefined
  /** What you have verified before asking for the pass, as RFC 8176 values: at most 16. */
  readonly priorAmr?: readonly string[] | undefined
  /** Your own session's latest end. */
  readonly sessionCeiling?: Date | undefined
  readonly context?: CallContext | undefined
}

/** Safe to send as it is: `response.json(result)`. */
export type SignInResult = SignInSuccess | SignInRefusal

/** The code was right, and the pass was usable. */
export interface SignInSuccess {
  readonly ok: true
  readonly signIn: SignIn
  /** A secret, like the code: whoever shows it acts on this sign-in. See `tap.grants.verify`. */
  readonly grant: string
}

/** The same for every cause. The cause is in the event, in `explain`, and behind {@link revealRefusal}. */
export interface SignInRefusal extends MessageText {
  readonly ok: false
  readonly correlationId: string
}

/** Why a sign-in was refused: for the audit log and the support desk, never for the person at the door. */
export type SignInRefusalReason =
  | 'unknownUser'
  | 'noPass'
  | 'wrongCode'
  | 'malformedCode'
  | 'tampered'
  | 'keyMissing'
  | 'externalGuest'
  | 'outOfScope'
  | 'surfaceNotAllowed'
  | Exclude<Usability, 'usable'>

/** Who signed in with what, as plain data. */
export interface SignIn {
  /** Whose `userId` it is: another tenant's where a grant from there was verified. */
  readonly tenantId: string
  readonly userId: string
  readonly passId: string
  readonly isUsableOnce: boolean
  readonly authenticatedAt: Date
  /** The latest end of anything built on this sign-in: the end of the pass, or your own ceiling if that is sooner. */
  readonly notAfter: Date
  /** One-time passes: until then a credential may be registered. */
  readonly registrationDeadline?: Date | undefined
  readonly surface: Surface
  /** Authentication methods (RFC 8176), yours and the pass. */
  readonly amr: readonly string[]
  /** `aal1`; `aal2` where another kind of factor was verified before, or the policy counts a pass as two. */
  readonly acr: AssuranceLevel
  /** What a session from a pass is good for, until something stronger is registered. */
  readonly allowedActions: readonly AllowedAction[]
  /** What to lead the person through before anything else. */
  readonly requiredActions: readonly RequiredAction[]
  /** Fewer than two credentials came through this pass: suggest another, so that losing one is not losing the account. */
  readonly isSecondCredentialRecommended: boolean
}

/** What the person has to do first. */
export type RequiredAction = 'interruptRegistration'
