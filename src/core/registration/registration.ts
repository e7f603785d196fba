/** A credential of a user, as your application knows it. */
export interface Credential {
  /** 1 to 1,024 characters. For a passkey: the credential id as base64url. */
  readonly id: string
  /** `passkey`, `authenticatorApp`, or a type of your own: 1 to 64 characters. */
  readonly type: string
  /** A name for support staff and the user: 1 to 128 characters. Default: none. */
  readonly label?: string | undefined
  /** The authenticator model of a passkey (WebAuthn Level 3 §6.5.1), as a GUID. Default: the model is unknown. */
  readonly aaguid?: string | undefined
}

/** A credential, and the pass that it was registered with. */
export interface Registration {
  readonly credential: Credential
  readonly userId: string
  readonly passId: string
  readonly registeredAt: Date
}

/** A registration in the user's document. */
export interface RegistrationRecord {
  readonly credential: Credential
  readonly passId: string
  readonly signInId: string
  readonly registeredAtMs: number
  /**
   * When a cascade told the host application to remove the credential. The result may have been lost, so the record stays
   * and the next cascade returns it again. It no longer counts as a credential of the user.
   */
  readonly cascadedAtMs?: number | undefined
}
