/** A root key. Every key that the library uses is derived from one. */
export interface Key {
  /** 1 to 64 characters of `A-Z a-z 0-9 . _ -`. Stored in the clear next to everything that the key has sealed. */
  readonly id: string
  /** 32 random bytes or more, as bytes or as base64 or base64url text. Keep it out of the database that it protects. */
  readonly secret: Uint8Array | string
}

/**
 * Returns the root keys in force. The first key seals new documents; every key opens documents that it has sealed. It is
 * called whenever a key is used, so cache the result if it is slow to fetch.
 *
 * @example
 * ```ts
 * const keys: KeyProvider = () => secretsManager.getCached('tap-keys')
 * ```
 */
export type KeyProvider = () => Promise<readonly Key[]>
