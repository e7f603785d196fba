import type { CallContext } from '../core/event/call-context.js'
import type { GrantRefusalReason } from '../core/grant/grant.js'
import type { Credential, Registration } from '../core/registration/registration.js'
import type { UserInput } from './call.js'

/** A credential, and the grant it was registered under. */
export interface CompleteRegistrationInput {
  readonly grant: string
  readonly credential: Credential
  /** Whom your own session says it is. A grant of anybody else is refused. */
  readonly user?: string | undefined
  /** The `clientBinding` of the sign-in, read again from the cookie of this browser. Required if the sign-in had one. */
  readonly clientBinding?: string | undefined
  readonly context?: CallContext | undefined
}

/** The registration on record, or why there is none. */
export type RegistrationResult =
  | { readonly ok: true; readonly registration: Registration }
  | { readonly ok: false; readonly reason: GrantRefusalReason }

/** `tap.registrations`: which credentials came through which pass. */
export interface RegistrationVerbs {
  /**
   * Records a credential as come through the pass of this grant, and spends a one-time pass that registering spends.
   *
   * Call it after the ceremony and *before* you save the credential; when it answers `ok`, save. It is idempotent for
   * each grant and credential, so after a crash call it again: the record may name a credential that was never saved,
   * never the reverse.
   *
   * @throws {@link InvalidInputError}; {@link BusyError}; {@link PortFailedError}.
   */
  complete(input: CompleteRegistrationInput): Promise<RegistrationResult>
  /**
   * Lineage: the credentials that came through this person's passes, oldest first. At most 32, and fewer where their ids
   * are long: what a person's document may hold is 16 KiB. The oldest of former passes give way. What a cascading delete
   * or the person's "not me" has asked you to remove is not among them.
   *
   * @throws {@link NotAuthorizedError}; {@link UserNotFoundError}; {@link UnreadableDocumentError}.
   */
  list(input: UserInput): Promise<readonly Registration[]>
}
