/**
 * A store in a PostgreSQL database, over pg or postgres.js.
 *
 * @module
 */

export type { OnWarning, StoreWarning } from '../../src/ports/store-warning.js'
export type { SqlStore } from '../sql/sql-store.js'
export type { PgClient, PgStatement, PostgresClient, PostgresJsClient, PostgresJsQuery } from './client.js'
export type { PostgresStoreOptions } from './options.js'
export { postgresStore } from './store.js'
