import { createPool as createMariadbPool } from 'mariadb'
import { createPool as createMysql2Pool } from 'mysql2/promise'
import type { MysqlPool } from '../../../adapters/mysql/index.js'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import type { OpenedStore } from './opened-store.js'
import type { StoreAddress } from './store-address.js'

/** A pool of either driver, as far as tests go. */
export interface OpenPool extends MysqlPool {
  getConnection(): Promise<OpenConnection>
  end(): Promise<void>
}

/** One connection of a pool. */
export interface OpenConnection {
  query(sql: string): Promise<unknown>
  release(): unknown
}

/** A store over one pool. */
export interface OpenedSqlStore extends OpenedStore {
  readonly store: SqlStore
}

/** What a host may do to a pool: options of its driver, and statements that every connection begins with. */
export interface PoolSettings {
  readonly options?: object | undefined
  readonly session?: readonly string[] | undefined
}

/** `options` of the address are the driver's own, too. */
export function openPool({ driver, url, options: own }: StoreAddress, settings: PoolSettings = {}): OpenPool {
  const { options = {}, session = [] } = settings
  const config = { ...partsOf(url), ...own, ...options }
  if (driver === 'mariadb') return createMariadbPool({ ...config, initSql: [...session] })
  const pool = createMysql2Pool(config)
  pool.on('connection', (connection) => {
    for (const statement of session) connection.query(statement)
  })
  return pool
}

/** Over `mysql2` or `mariadb`, as the address says. */
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
  }
}
