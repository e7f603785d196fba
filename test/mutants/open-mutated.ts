import Database from 'better-sqlite3'
import { Redis } from 'ioredis'
import { mysqlStore } from '../../adapters/mysql/index.js'
import { postgresStore } from '../../adapters/postgres/index.js'
import type { IoRedisClient } from '../../adapters/redis/index.js'
import { redisStore } from '../../adapters/redis/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { openPool } from '../support/servers/open-mysql.js'
import { openPostgres } from '../support/servers/open-postgres.js'
import type { OpenedStore } from '../support/servers/open-store.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import type { Interception } from './mutation.js'
import { instead } from './mutation.js'

type Opener = (address: StoreAddress, interception: Interception) => Promise<OpenedStore>

/** The real store on the real server, over a driver whose statements and answers pass through the interception. */
export const openMutated: Readonly<Record<string, Opener>> = {
  async 'better-sqlite3'({ url }, { text, answer }) {
    const database = new Database(url)
    const prepare = (sql: string) => {
      const statement = database.prepare(text(sql))
      return instead(
        statement,
        'run',
        (...parameters) => answer(sql, statement.run(...parameters)) as Database.RunResult,
      )
    }
    const store = sqliteStore({ database: instead(database, 'prepare', prepare as typeof database.prepare) })
    return { store, close: async () => void database.close() }
  },

  async 'pg.Pool'(address, { text, answer }) {
    const { client, close } = await openPostgres(address)
    if (!('query' in client)) throw new TypeError('A pool of pg is expected')
    const { query } = instead(client, 'query', client.query.bind(client))
    const mutated: typeof query = async (statement) => {
      if (typeof statement === 'string') return query(statement)
      return answer(statement.text, await query({ ...statement, text: text(statement.text) })) as ReturnType<
        typeof query
      >
    }
    return { store: postgresStore({ client: instead(client, 'query', mutated) }), close }
  },

  async mysql2(address, { text, answer }) {
    const pool = openPool(address)
    const execute: typeof pool.execute = async (query, values) =>
      answer(query.sql, await pool.execute({ ...query, sql: text(query.sql) }, values))
    return { store: mysqlStore({ pool: instead(pool, 'execute', execute) }), close: () => pool.end() }
  },

  async ioredis({ url, options }, { text, answer }) {
    const client = new Redis(url)
    const run = async (script: string, ...rest: [number, ...string[]]): Promise<unknown> =>
      answer(script, await client.eval(text(script), ...rest))
    const mutated = instead(client as IoRedisClient, 'eval', run as IoRedisClient['eval'])
    const store = redisStore({ client: mutated, prefix: String(options?.['prefix'] ?? 'tap:'), onWarning: () => {} })
    return { store, close: async () => client.disconnect() }
  },
}
