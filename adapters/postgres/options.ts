import type { OnWarning } from '../../src/ports/store-warning.js'
import type { PostgresClient } from './client.js'

/** Options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /**
   * A pool of `pg` or postgres.js, or one connection that only this store uses. It must connect to the primary server, never
   * to a standby. You create it and you end it.
   */
  readonly client: PostgresClient
  /**
   * The schema that contains the table. It must exist. 1 to 50 ASCII letters, digits and underscores, not starting with a
   * digit.
   *
   * Default: the first schema in the `search_path` of the connection.
   */
  readonly schema?: string | undefined
  /**
   * Name of the table: 1 to 50 ASCII letters, digits and underscores, not starting with a digit.
   *
   * Default: `'temporary_access_pass'`.
   */
  readonly table?: string | undefined
  /**
   * Receives a warning for each server setting that can lose acknowledged writes. The store reads the settings at its first
   * call.
   *
   * Default: the message is printed with `console.warn`.
   */
  readonly onWarning?: OnWarning | undefined
}
