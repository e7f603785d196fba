import { afterAll, beforeAll } from 'vitest'
import type { MysqlStoreOptions } from '../../../adapters/mysql/index.js'
import { buildMysqlStore } from '../../../adapters/mysql/store.js'
import type { Sleep } from '../../../adapters/sql/retry.js'
import { sleepOnTimer } from '../../../adapters/sql/retry.js'
import type { SqlStore } from '../../../adapters/sql/sql-store.js'
import type { StoredDocument, StoreKey } from '../../../src/ports/store.js'
import { mariadb } from '../../local-servers/mariadb.js'
import type { OpenConnection, OpenPool, PoolSettings } from '../../local-servers/open-mysql.js'
import { openPool } from '../../local-servers/open-mysql.js'
import type { DriverName, StoreAddress } from '../../local-servers/store-address.js'
import type { StoreServer } from '../../local-servers/store-server.js'

export const isInstalled: boolean = mariadb.missing() === undefined

export const document: StoredDocument = {
  revision: 'r1',
  body: '{"state":"usable"}',
  seal: 'c2VhbA',
  retainUntilMs: 1_700_000_000_000,
}

export const keyOf = (id: string): StoreKey => ({ tenantId: 'acme', kind: 'user', id })

/** A database for the tests of a file or a block, with everything that is opened on it. */
export interface TestMysql {
  pool(settings?: PoolSettings): OpenPool
  store(options?: Partial<MysqlStoreOptions>, settings?: PoolSettings, sleep?: Sleep): SqlStore
  /** Opens a connection of another client, for transactions. */
  connection(): Promise<OpenConnection>
  /** Returns the rows of one statement. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

/** Starts a server before the tests of a file, and stops it afterwards. */
export function serverForFile(): () => StoreServer {
  let server: StoreServer | undefined
  beforeAll(async () => {
    server = await mariadb.start()
  })
  afterAll(() => server?.stop())
  return () => {
    if (server === undefined) throw new Error('The server starts with the first test: call this inside a test')
    return server
  }
}

export function databaseOf(server: () => StoreServer, driver: DriverName = 'mysql2'): TestMysql {
  let address: StoreAddress
  const pools: OpenPool[] = []
  const connections: OpenConnection[] = []
  let queryConnection: Promise<OpenConnection> | undefined
  beforeAll(async () => {
    address = await server().fresh(driver)
  })
  afterAll(async () => {
    for (const connection of connections) connection.release()
    await Promise.all(pools.map((pool) => pool.end()))
  })

  const pool = (settings: PoolSettings = {}) => {
    const opened = openPool(address, settings)
    pools.push(opened)
    return opened
  }
  const connection = async () => {
    const opened = await pool().getConnection()
    connections.push(opened)
    return opened
  }
  return {
    pool,
    store: (options = {}, settings = {}, sleep = sleepOnTimer) =>
      buildMysqlStore({ pool: pool(settings), ...options }, sleep),
    connection,
    async query(sql) {
      queryConnection ??= connection()
      const result = (await (await queryConnection).query(sql)) as readonly unknown[]
      const rows = Array.isArray(result[0]) ? result[0] : result
      return rows as readonly Readonly<Record<string, unknown>>[]
    },
  }
}
