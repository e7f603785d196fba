/**
 * A store in MySQL or MariaDB, over `mysql2` or `mariadb`.
 *
 * @module
 */

export type { OnWarning, StoreWarning } from '../../src/ports/store-warning.js'
export type { SqlStore } from '../sql/sql-store.js'
export type { MysqlPool, MysqlPoolConnection, MysqlQuery } from './driver.js'
export type { MysqlStoreOptions } from './options.js'
export { mysqlStore } from './store.js'
