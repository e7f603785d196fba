import type { Store } from '../../src/ports/store.js'

/** A store in a SQL database, with the table it needs. */
export interface SqlStore extends Store {
  /** The DDL, for your migration tool. */
  readonly schema: string
  /** Runs it. Safe to repeat, and to run from several processes at once. */
  createSchema(): Promise<void>
}
