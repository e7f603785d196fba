import { createPool as createMariadbPool } from 'mariadb'
import { createPool as createMysql2Pool } from 'mysql2/promise'
import type { MysqlPool } from '../../../adapters/mysql/index.js'
import { mysqlStore } from '../../../adapters/mysql/index.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import type { OpenedStore } from './open-store.js'
import type { StoreAddress } from './store-address.js'

/** A pool of either driver, as far as tests go. */
export interface OpenPool extends MysqlPool {
  end(): Promise<void>
}

/** A store over one pool. */
export interface OpenedSqlStore extends OpenedStore {
  readonly store: SqlStore
}

/** `options` of the address are the driver's own. */
export function mysql2Pool({ url, options }: StoreAddress): OpenPool {
  return createMysql2Pool({ ...partsOf(url), ...options })
}

/** `options` of the address are the driver's own. */
export function mariadbPool({ url, options }: StoreAddress): OpenPool {
  return createMariadbPool({ ...partsOf(url), ...options })
}

export async function openMysql2(address: StoreAddress): Promise<OpenedSqlStore> {
  return openOver(mysql2Pool(address))
}

export async function openMariadb(address: StoreAddress): Promise<OpenedSqlStore> {
  return openOver(mariadbPool(address))
}

function openOver(pool: OpenPool): OpenedSqlStore {
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
