import type { Store } from '../../src/ports/store.js'

/** One rule that every store must follow. */
export interface StoreContractCase {
  /** The rule, as the end of a sentence that begins with `a store`. Example: `returns text byte for byte`. */
  readonly name: string
  /**
   * Tests the rule on one storage.
   *
   * @returns a promise that resolves if the store follows the rule. Otherwise it rejects, with an `Error` that contains the
   * expected and the actual value, or with the error of the store.
   */
  run(setup: StoreContractSetup): Promise<void>
}

/** Access to the storage under test. */
export interface StoreContractSetup {
  /**
   * Opens another client of the same storage, so that two clients can race. For a database, open another connection.
   *
   * The storage must be empty before the first case. All cases can run on one storage, because each uses tenants and kinds
   * of its own. Run them one after another and not in parallel, because `sweep` removes documents of every tenant.
   *
   * @returns a store. If it has to be closed, close it after the last case.
   */
  open(): Promise<Store>
}
