import type { StoredDocument, StoreKey } from '../ports/store.js'

/** One compare-and-set. */
export interface Write {
  readonly key: StoreKey
  readonly expected: string | null
  readonly next: StoredDocument | null
  /** The write records nothing: it may lose its race. */
  readonly isDecoy?: boolean | undefined
}
