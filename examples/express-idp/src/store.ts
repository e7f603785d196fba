import type { Database } from 'better-sqlite3'
import type { Store } from 'temporary-access-pass'
import { sqliteStore } from 'temporary-access-pass/sqlite'

/** Where passes live, and how to let go of it. */
export interface OpenedStore {
  readonly store: Store
  close(): Promise<void>
}

/**
 * Beside people and passkeys in the same file, unless a URL says otherwise: `postgres://`, `mysql://` or `redis://`. A driver
 * is loaded only when it is needed.
 */
export function openStore(database: Database, url: string | undefined): Promise<OpenedStore> {
  const scheme = url === undefined ? 'file:' : new URL(url).protocol
  const open = stores[scheme]
  if (open === undefined) throw new RangeError(`TAP_STORE must begin with one of ${Object.keys(stores).join(', ')}`)
  return open(url ?? '', database)
}

const stores: Readonly<Record<string, (url: string, database: Database) => Promise<OpenedStore>>> = {
  'file:': openSqlite,
  'postgres:': openPostgres,
  'mysql:': openMysql,
  'redis:': openRedis,
}

async function openSqlite(_url: string, database: Database): Promise<OpenedStore> {
  const store = sqliteStore({ database })
  await store.createSchema()
  return { store, close: async () => {} }
}

async function openPostgres(connectionString: string): Promise<OpenedStore> {
  const [{ default: pg }, { postgresStore }] = await Promise.all([
    import('pg'),
    import('temporary-access-pass/postgres'),
  ])
  const client = new pg.Pool({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 4_000 })
  // Without a listener, a server that ends an idle connection would end this process.
  client.on('error', (error) => console.error(error))
  const store = postgresStore({ client })
  await store.createSchema()
  return { store, close: () => client.end() }
}

async function openMysql(url: string): Promise<OpenedStore> {
  const [{ createPool }, { mysqlStore }] = await Promise.all([
    import('mysql2/promise'),
    import('temporary-access-pass/mysql'),
  ])
  const pool = createPool(url)
  const store = mysqlStore({ pool })
  await store.createSchema()
  return { store, close: () => pool.end() }
}

async function openRedis(url: string): Promise<OpenedStore> {
  const [{ Redis }, { redisStore }] = await Promise.all([import('ioredis'), import('temporary-access-pass/redis')])
  const client = new Redis(url)
  return { store: redisStore({ client }), close: async () => void (await client.quit()) }
}
