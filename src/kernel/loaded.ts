import type { Policy } from '../core/policy/policy.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { Verifier } from '../crypto/verifier.js'
import type { UnreadableReason } from '../errors.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'

/** One document as read: absent, opened, or unreadable. */
export interface LoadedDocument {
  readonly key: StoreKey
  readonly stored: StoredDocument | undefined
  /** The sealed bytes that no reader of the database sees. Empty for most kinds. */
  readonly secret: Uint8Array
  readonly unreadable?: UnreadableReason | undefined
  /** The version in its seal. 0 if it is absent or unreadable. */
  readonly version: number
  /** The highest version that is known of this document. The next write has a higher one. */
  readonly knownVersion: number
  /** Whether the seal says that the tenant had stored a policy. */
  readonly isPolicyStored: boolean
}

/** The policy in force: the defaults where none is stored or the stored one is unreadable. */
export interface LoadedPolicy extends LoadedDocument {
  readonly policy: Policy
  readonly commitIds: readonly string[]
}

/** One user's document. `undefined`: absent, of an earlier user with the same id, or unreadable. */
export interface LoadedUser extends LoadedDocument {
  readonly document: UserDocument | undefined
  readonly verifier: Verifier | undefined
}

/** What most calls decide on, read in one round. */
export interface Loaded {
  readonly ring: KeyRing
  readonly policy: LoadedPolicy
  readonly loadedUser: LoadedUser
}
