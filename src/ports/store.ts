/**
 * Stores documents. The four methods decide nothing; the library does.
 *
 * `temporary-access-pass/contract` is a test suite that you can run against your own store.
 *
 * @example
 * ```ts
 * import { storeContract } from 'temporary-access-pass/contract'
 *
 * for (const { name, run } of storeContract) test(`my store ${name}`, () => run({ open: openMyStore }))
 * ```
 */
export interface Store {
  /**
   * Reads the documents of any number of keys at the same time. It is no snapshot. Never read from a replica: it may
   * show a one-time pass that has already been used.
   *
   * @returns One entry for each key, in the order of `keys`: the document, or `undefined` if nothing is stored.
   */
  read(keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]>
  /**
   * Writes `next` if the stored revision equals `expected`. `expected: null` means that nothing is stored; `next: null`
   * removes the document.
   *
   * It must be atomic: of any number of concurrent calls with the same `expected`, exactly one returns `true`.
   *
   * @returns `true` if the document was written.
   */
  compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean>
  /**
   * Removes at most `limit` documents whose `retainUntilMs` is `nowMs` or earlier at the moment of removal. A document
   * that was renewed in the meantime stays.
   *
   * @returns How many documents were removed. Fewer than `limit` means that none are left.
   */
  sweep(batch: { readonly nowMs: number; readonly limit: number }): Promise<number>
  /**
   * Returns one page of the documents of one kind. A page may be empty, and an entry may appear on two pages. The list
   * ends with the page that has no cursor.
   *
   * @throws `RangeError` if the store never returned this cursor.
   */
  scan(page: ScanPage): Promise<ScannedPage>
  /**
   * `true`: what `read` has shown and `compareAndSet` has acknowledged is never lost, because there is no failover to a
   * server that lacks it. A process then refuses a document that is older than one that it has seen. Default: such a
   * document is accepted and reported as `document.rolledBack`, because a failover could have brought it back.
   */
  readonly keepsWhatItShows?: boolean | undefined
  /**
   * `true`: nothing between the library and the database repeats a write on its own, so `false` from `compareAndSet` means
   * that this call wrote nothing. Default: `false` may answer the second of two requests, and the library reads the
   * document to find out. With many concurrent writes to one document such a call can end as busy.
   */
  readonly sendsOnce?: boolean | undefined
}

/** The name of a document. */
export interface StoreKey {
  readonly tenantId: string
  /** A short lower-case word. A store keeps it and does not interpret it. */
  readonly kind: string
  readonly id: string
}

/** A document as a store keeps it. The store returns `body` and `seal` byte for byte. */
export interface StoredDocument {
  /** A random text, new for every write. */
  readonly revision: string
  /** JSON text, readable for an operator. */
  readonly body: string
  /** base64url. It reveals every change of the row that the library did not make. */
  readonly seal: string
  /** When the document may be removed, in milliseconds since the Unix epoch. `null`: never. */
  readonly retainUntilMs: number | null
}

/** A document with its key, as {@link Store.scan} returns it. */
export interface StoreEntry {
  readonly key: StoreKey
  readonly document: StoredDocument
}

/** The page that {@link Store.scan} returns. */
export interface ScanPage {
  readonly kind: string
  /** Default: the documents of every tenant. Re-sealing needs them. */
  readonly tenantId?: string | undefined
  /** The cursor of the page before. Default: the first page. */
  readonly cursor?: string | undefined
  /** The maximum number of entries in the page. */
  readonly limit: number
}

/** One page of {@link Store.scan}. */
export interface ScannedPage {
  readonly entries: readonly StoreEntry[]
  /** Absent on the last page. */
  readonly cursor?: string | undefined
}
