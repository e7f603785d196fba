import type { Store } from '../../src/ports/store.js'

/** A store in a SQL database, with the table that it needs. */
export interface SqlStore extends Store {
  /** The statements that create the table and its index, for your migration tool. */
  readonly schema: string
  /**
   * Creates the table and its index if they are missing. You can call it at every start, and from several processes at once.
   * It does not change an existing table.
   *
   * @throws the error of the driver, for example if the database user may not create tables.
   */
  createSchema(): Promise<void>
}
