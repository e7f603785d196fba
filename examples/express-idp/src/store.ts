import SqliteDatabase from 'better-sqlite3'
import type { Store } from 'temporary-access-pass'
import { sqliteStore } from 'temporary-access-pass/sqlite'

/** The store of the passes, and how to close it. */
export interface OpenedStore {
  readonly store: Store
  close(): Promise<void>
}

/** Opens `sqlite:` with the path of a file, `postgres://`, `mysql://` or `redis://`. Drivers are loaded on demand. */
export function openStore(url: string): Promise<OpenedStore> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  const open = stores[scheme]
  if (open === undefined) throw new RangeError(`DATABASE_URL must begin with one of ${Object.keys(stores).join(', ')}`)
  return open(url)
}

const stores: Readonly<Record<string, (url: string) => Promise<OpenedStore>>> = {
  'sqlite:': openSqlite,
  'postgres:': openPostgres,
  'mysql:': openMysql,
  'redis:': openRedis,
}

/** Opens a separate connection, also to the file of users and passkeys, because the store needs its own settings. */
async function openSqlite(url: string): Promise<OpenedStore> {
  const database = new SqliteDatabase(url.slice('sqlite:'.length))
  const store = sqliteStore({ database })
  await store.createSchema()
  return { store, close: async () => void database.close() }
}

async function openPostgres(connectionString: string): Promise<OpenedStore> {
  const [{ default: pg }, { postgresStore }] = await Promise.all([
    import('pg'),
    import('temporary-access-pass/postgres'),
  ])
  const client = new pg.Pool({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 4_000 })
  // Without a listener, an idle connection that the server closes would stop this process.
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
