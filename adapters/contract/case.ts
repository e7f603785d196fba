import type { Store } from '../../src/ports/store.js'

/** One rule that every store keeps. */
export interface StoreContractCase {
  /** A sentence of fact: `'a store ' + name` reads well. */
  readonly name: string
  /**
   * Resolves when the store keeps the rule.
   *
   * @throws `Error` that says what was expected and what came, or whatever the store threw.
   */
  run(setup: StoreContractSetup): Promise<void>
}

/** What a case is given. */
export interface StoreContractSetup {
  /**
   * Answers one more client of the one storage under test, so that two can race. For a database: another connection.
   *
   * The storage is empty before the first case. Cases keep to tenants and kinds of their own, so all of them may run on one
   * storage, one after another and not at once: `sweep` knows no tenants.
   */
  open(): Promise<Store>
}
