/** A root key. Every key the library uses is derived from one. */
export interface Key {
  /** 1 to 64 characters of `A-Z a-z 0-9 . _ -`. Stored beside everything the key has sealed. */
  readonly id: string
  /** 32 bytes or more, or the same as base64url text. Keep it out of the database that it protects. */
  readonly secret: Uint8Array | string
}

/** Answers the keys in force: the first writes, all read. Called at every use, so cache what is slow to fetch. */
export type KeyProvider = () => Promise<readonly Key[]>
