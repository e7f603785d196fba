import type { CallContext } from '../event/event.js'
import type { Usability } from '../pass/pass.js'

/** What somebody typed, and where from. */
export interface SignInInput {
  /** The name as typed: id, user principal name or any alias. 1 to 512 characters. */
  readonly user: string
  /** The code as typed: white space, dashes, case and look-alikes do not matter where its alphabet says so. */
  readonly code: string
  /** Where the attempt came from, such as an address: for fair admission when the queue for the slow hash is full. */
  readonly source?: string | undefined
  readonly context?: CallContext | undefined
}

/** Safe to send as it is: `response.json(result)`. */
export type SignInResult = SignInSuccess | SignInRefusal

/** The code was right, and the pass was usable. */
export interface SignInSuccess {
  readonly ok: true
  readonly signIn: SignIn
}

/** The same for every cause. The cause is in the event, in `explain`, and behind {@link revealRefusal}. */
export interface SignInRefusal {
  readonly ok: false
  readonly message: string
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
  | Exclude<Usability, 'usable'>

/** Who signed in with what, as plain data. */
export interface SignIn {
  readonly userId: string
  readonly passId: string
  readonly isUsableOnce: boolean
  readonly authenticatedAt: Date
  /** The latest end of anything built on this sign-in: the end of the pass. */
  readonly notAfter: Date
  /** One-time passes: until then a credential may be registered. */
  readonly registrationDeadline?: Date | undefined
}
