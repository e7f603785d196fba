import type { CallContext } from '../core/event/call-context.js'
import type { GrantRefusalReason } from '../core/grant/grant.js'
import type { Credential, Registration } from '../core/registration/registration.js'
import type { UserInput } from './call.js'

/** The input of `tap.registrations.complete`. */
export interface CompleteRegistrationInput {
  /** The grant that `signIn` returned. It can come from an attacker: any other text is refused as `malformed`. */
  readonly grant: string
  /** The credential that the user has just created. */
  readonly credential: Credential
  /**
   * The user of your own session: id, user principal name or any alias, 1 to 512 characters. A grant of another user is
   * refused as `wrongUser`. Default: the user is not compared.
   */
  readonly user?: string | undefined
  /**
   * The `clientBinding` of the sign-in, read again from this browser's cookie: 1 to 1,024 characters. Required if the
   * sign-in had one.
   */
  readonly clientBinding?: string | undefined
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}

/** The recorded registration, or the reason why the credential was refused. */
export type RegistrationResult =
  | { readonly ok: true; readonly registration: Registration }
  | { readonly ok: false; readonly reason: GrantRefusalReason }

/** `tap.registrations`: the credentials that users have registered with their passes. */
export interface RegistrationVerbs {
  /**
   * Records that a credential was registered with the pass of this grant. If the policy's `spendOn` is `registration`,
   * this spends a one-time pass.
   *
   * Call it after the WebAuthn ceremony and *before* you save the credential; save the credential if the result is `ok`.
   * The call is idempotent for one grant and credential, so repeat it after a crash. The record may then name a
   * credential that you never saved, but every credential that you saved is on record.
   *
   * @returns The registration, or `ok: false` with the reason. A grant that is no longer valid is not an error.
   *
   * @throws {@link InvalidInputError} if `credential`, `user` or `clientBinding` is not valid.
   * @throws {@link BusyError} if other calls for the same user keep this one from being completed. Repeat it.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * const credential = { id: passkey.id, type: 'passkey', label: 'My phone' }
   * const completed = await tap.registrations.complete({ grant, credential, clientBinding: browserCookie })
   * if (completed.ok) await passkeys.save(completed.registration.userId, passkey)
   * ```
   */
  complete(input: CompleteRegistrationInput): Promise<RegistrationResult>
  /**
   * Returns the credentials that the user has registered with passes, oldest first.
   *
   * At most 32 are kept, and fewer if their ids are long: a user's document holds up to 16 KiB. When it is full, the
   * oldest registrations of earlier passes are dropped. Credentials that a cascading `delete` or a `repudiate` has told
   * you to remove are left out.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not read the user's registrations.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link UnreadableDocumentError} if the user's document was changed outside the library, or its key is missing.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * for (const { credential, passId } of await tap.registrations.list({ actor, user: 'ada' })) {
   *   console.log(credential.id, passId)
   * }
   * ```
   */
  list(input: UserInput): Promise<readonly Registration[]>
  /**
   * Reports that your application has removed a credential, so that it is no longer listed. Until then, and until
   * `users.forget`, a registration is kept: it shows which pass a credential came from, for as long as the credential works.
   *
   * The call is idempotent: it also succeeds if there is no such registration.
   *
   * @param input - `credentialId`: the id of the credential that you removed, 1 to 1,024 characters.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not remove the user's registrations.
   * @throws {@link UserNotFoundError} if the directory does not know the user.
   * @throws {@link UnreadableDocumentError} if the user's document is unreadable: see its `reason`.
   * @throws {@link BusyError} after 5 seconds of concurrent writes for the same user.
   * @throws {@link PortFailedError} if the store, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * await passkeys.remove(credentialId)
   * await tap.registrations.remove({ actor, user: 'ada', credentialId })
   * ```
   */
  remove(input: UserInput & { readonly credentialId: string }): Promise<void>
}
