import type { StoredDocument, StoreEntry } from 'temporary-access-pass/contract'
import type { StoreAddress } from '../../test/local-servers/store-address.js'

/** Writes `count` copies of a document. Each has another id, and a retention date one millisecond before the previous one. */
export type Fill = (address: StoreAddress, entry: StoreEntry, count: number) => Promise<void>

/**
 * The least that a driver and its server can do for a redemption, in two round trips: reading three rows by key, and
 * writing the second one if its revision is unchanged. The rows are as large as those of the store. Their table has a text
 * as its key, and no other index.
 */
export interface Raw {
  /** @throws `Error` if the row was not written. */
  readAndWrite(keys: RawKeys): Promise<void>
  close(): Promise<void>
}

/** The keys of three documents. */
export type RawKeys = readonly [policy: string, pass: string, decoy: string]

/** A document with its key in the raw table. */
export interface RawRow {
  readonly key: string
  readonly document: StoredDocument
}

/** Creates the raw table through one driver. */
export type OpenRaw = (address: StoreAddress, rows: readonly RawRow[]) => Promise<Raw>
