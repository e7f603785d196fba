import { createPool as createMariadbPool } from 'mariadb'
import { createPool as createMysql2Pool } from 'mysql2/promise'
import type { MysqlPool, MysqlPoolConnection } from '../../adapters/mysql/index.js'
import { mysqlStore } from '../../adapters/mysql/index.js'
import type { SqlStore } from '../../adapters/sql/sql-store.js'
import { scaled } from '../support/time-limits.js'
import type { OpenedStore } from './opened-store.js'
import type { StoreAddress } from './store-address.js'

/** The part of both drivers' pools that the tests use. */
export interface OpenPool extends MysqlPool {
  getConnection(): Promise<OpenConnection>
  end(): Promise<void>
}

/** One connection of a pool. */
export interface OpenConnection extends MysqlPoolConnection {
  query(sql: string): Promise<unknown>
}

/** A store over one pool. */
export interface OpenedSqlStore extends OpenedStore {
  readonly store: SqlStore
}

/** Options of the driver, and statements that every new connection runs. */
export interface PoolSettings {
  readonly options?: object | undefined
  readonly session?: readonly string[] | undefined
}

/** The `options` of the address are also passed to the driver. */
export function openPool({ driver, url, options: own }: StoreAddress, settings: PoolSettings = {}): OpenPool {
  const { options = {}, session = [] } = settings
  const config = { ...partsOf(url), ...own, ...options }
  if (driver === 'mariadb') {
    return createMariadbPool({ acquireTimeout: scaled(20_000), ...config, initSql: [...session] })
  }
  const pool = createMysql2Pool(config)
  pool.on('connection', (connection) => {
    for (const statement of session) connection.query(statement)
  })
  return pool
}

/** Uses `mysql2` or `mariadb`, as the address says. */
export async function openMysql(address: StoreAddress): Promise<OpenedSqlStore> {
  const pool = openPool(address)
  return { store: mysqlStore({ pool }), close: () => pool.end() }
}

function partsOf(address: string) {
  const { hostname, port, username, password, pathname } = new URL(address)
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    connectionLimit: 10,
    // A busy machine needs longer than the drivers allow: one second in `mariadb`.
    connectTimeout: scaled(20_000),
  }
}
