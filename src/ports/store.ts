/**
 * Where documents live. Four methods, and no judgement: every decision is the core's.
 *
 * `temporary-access-pass/contract` is this interface's executable definition.
 */
export interface Store {
  /**
   * Reads any number of keys in one concurrent round, answering in the order asked; `undefined` where nothing is stored.
   * Not a snapshot, and never from a replica.
   */
  read(keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]>
  /**
   * Writes `next` (`null` removes) only while the stored revision equals `expected` (`null`: nothing is stored).
   * **Atomic:** of any number of concurrent calls from one revision, exactly one answers `true`.
   *
   * @returns whether it was written.
   */
  compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean>
  /**
   * Removes at most `limit` documents that, at the instant of removal, are past their `retainUntilMs`
   * (`retainUntilMs <= nowMs`). A document renewed meanwhile stays.
   *
   * @returns how many were removed; fewer than `limit` means there were no more.
   */
  sweep(batch: { readonly nowMs: number; readonly limit: number }): Promise<number>
  /**
   * Pages through one kind. May repeat an entry and may answer an empty page; only an absent cursor ends it.
   *
   * @throws `RangeError` for a cursor that it never answered.
   */
  scan(page: ScanPage): Promise<ScannedPage>
}

/** Names a document. `kind` is a short lower-case word that a store keeps and never interprets. */
export interface StoreKey {
  readonly tenantId: string
  readonly kind: string
  readonly id: string
}

/** One document, as a store keeps it. `body` and `seal` come back byte for byte. */
export interface StoredDocument {
  /** Drawn at random for every write. */
  readonly revision: string
  /** JSON text that an operator can read. */
  readonly body: string
  /** base64url; what makes every change of the row visible. */
  readonly seal: string
  /** Milliseconds since the Unix epoch from which the document may be swept; `null`: never. */
  readonly retainUntilMs: number | null
}

/** A document with its key, as {@link Store.scan} pages through them. */
export interface StoreEntry {
  readonly key: StoreKey
  readonly document: StoredDocument
}

/** Which page {@link Store.scan} should answer. */
export interface ScanPage {
  readonly kind: string
  /** Left out: every tenant's, because re-sealing has to reach them all. */
  readonly tenantId?: string | undefined
  readonly cursor?: string | undefined
  /** Entries a page, at most. */
  readonly limit: number
}

/** One page of {@link Store.scan}. */
export interface ScannedPage {
  readonly entries: readonly StoreEntry[]
  /** Absent on the last page. */
  readonly cursor?: string | undefined
}
