import type { ScannedPage, StoredDocument, StoreKey } from '../ports/store.js'

/** What the store shows under one key, before its seal is verified. */
export interface ShownDocument {
  readonly stored: StoredDocument | undefined
  /** The highest version that this process or the witness has seen. 0: none. */
  readonly knownVersion: number
  /** When the read began. */
  readonly readAtMs: number
  /**
   * `rolledBack`: the store shows an older state than the known one, which is refused. `suspect`: it does, but the store
   * may have lost the later one in a failover, so that it is only reported.
   */
  readonly age: 'current' | 'rolledBack' | 'suspect'
}

/** One page of a scan. */
export interface ShownPage extends Pick<ScannedPage, 'cursor'> {
  readonly entries: readonly ShownEntry[]
}

export interface ShownEntry {
  readonly key: StoreKey
  readonly shown: ShownDocument
}
