/**
 * A store in a PostgreSQL database, over pg or postgres.js.
 *
 * @module
 */

export type { OnWarning, StoreWarning } from '../sql/durability.js'
export type { Wait } from '../sql/retry.js'
export type { SqlStore } from '../sql/sql-store.js'
export type { PgClient, PgStatement, PostgresClient, PostgresJsClient, PostgresJsQuery } from './driver.js'
export type { PostgresStoreOptions } from './store.js'
export { postgresStore } from './store.js'
