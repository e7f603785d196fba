import type { OnWarning } from '../../src/ports/store-warning.js'
import type { MysqlPool } from './driver.js'

/** Options of {@link mysqlStore}. */
export interface MysqlStoreOptions {
  /**
   * A pool of `mysql2/promise` or `mariadb` that connects to the primary server, never to a replica. You create it and you
   * end it.
   */
  readonly pool: MysqlPool
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
