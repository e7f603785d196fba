import Database from 'better-sqlite3'
import { Redis } from 'ioredis'
import { mysqlStore } from '../../adapters/mysql/index.js'
import { postgresStore } from '../../adapters/postgres/index.js'
import type { IoRedisClient } from '../../adapters/redis/index.js'
import { redisStore } from '../../adapters/redis/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { openPool } from '../local-servers/open-mysql.js'
import { openPostgres } from '../local-servers/open-postgres.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { Interception } from './mutation.js'
import { withMethod } from './mutation.js'

type Opener = (address: StoreAddress, interception: Interception) => Promise<OpenedStore>

/** Opens the real store on the real server. The interception sees every statement and result of the driver. */
export const openMutated: Readonly<Record<string, Opener>> = {
  async 'better-sqlite3'({ url }, { text, result }) {
    const database = new Database(url)
    const prepare = (sql: string) => {
      const statement = database.prepare(text(sql))
      return withMethod(
        statement,
        'run',
        (...parameters) => result(sql, statement.run(...parameters)) as Database.RunResult,
      )
    }
    const store = sqliteStore({ database: withMethod(database, 'prepare', prepare as typeof database.prepare) })
    return { store, close: async () => void database.close() }
  },

  async 'pg.Pool'(address, { text, result }) {
    const { client, close } = await openPostgres(address)
    if (!('query' in client)) throw new TypeError('The client must be a pool of pg')
    const { query } = withMethod(client, 'query', client.query.bind(client))
    const mutated: typeof query = async (statement) => {
      if (typeof statement === 'string') return query(statement)
      return result(statement.text, await query({ ...statement, text: text(statement.text) })) as ReturnType<
        typeof query
      >
    }
    return { store: postgresStore({ client: withMethod(client, 'query', mutated) }), close }
  },

  async mysql2(address, { text, result }) {
    const pool = openPool(address)
    const execute: typeof pool.execute = async (query, values) =>
      result(query.sql, await pool.execute({ ...query, sql: text(query.sql) }, values))
    return { store: mysqlStore({ pool: withMethod(pool, 'execute', execute) }), close: () => pool.end() }
  },

  async ioredis({ url, options }, { text, result }) {
    const client = new Redis(url)
    const run = async (script: string, ...rest: [number, ...string[]]): Promise<unknown> =>
      result(script, await client.eval(text(script), ...rest))
    const mutated = withMethod(client as IoRedisClient, 'eval', run as IoRedisClient['eval'])
    const store = redisStore({ client: mutated, prefix: String(options?.['prefix'] ?? 'tap:'), onWarning: () => {} })
    return { store, close: async () => client.disconnect() }
  },
}
