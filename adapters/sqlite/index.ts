/**
 * A store in a SQLite file, over better-sqlite3, `node:sqlite` or `bun:sqlite`.
 *
 * @module
 */

export type { SqlStore } from '../sql/sql-store.js'
export type { SqliteDatabase, SqliteStatement } from './driver.js'
export type { SqliteStoreOptions } from './options.js'
export { sqliteStore } from './store.js'
