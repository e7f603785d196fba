import type { StoredDocument, StoreKey } from '../ports/store.js'

/** One compare-and-set. */
export interface Write {
  readonly key: StoreKey
  readonly expected: string | null
  readonly next: StoredDocument | null
  /** The write records nothing, so losing its race is ignored. */
  readonly isDecoy?: boolean | undefined
}
