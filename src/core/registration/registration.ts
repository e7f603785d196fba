/** A credential, as the host knows it. */
export interface Credential {
  /** 1 to 1,024 characters; for a passkey the base64url credential id. */
  readonly id: string
  /** `passkey`, `authenticatorApp`, or a word of your own: 1 to 64 characters. */
  readonly type: string
  /** For people: 1 to 128 characters. */
  readonly label?: string | undefined
  /** Authenticator model of a passkey (WebAuthn Level 3 §6.5.1), as a GUID. */
  readonly aaguid?: string | undefined
}

/** A credential and the pass it came through. */
export interface Registration {
  readonly credential: Credential
  readonly userId: string
  readonly passId: string
  readonly registeredAt: Date
}

/** As it is stored with its pass. */
export interface RegistrationRecord {
  readonly credential: Credential
  readonly passId: string
  readonly signInId: string
  readonly registeredAtMs: number
  /**
   * Somebody has asked for its removal. The host may not have heard the answer, so the record stays, to be answered
   * again; it is nobody's credential any more.
   */
  readonly cascadedAtMs?: number | undefined
}
