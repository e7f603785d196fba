import type { OpenedStore, StoreOpener } from './opened-store.js'
import { openSqlite } from './sqlite.js'
import type { DriverName, StoreAddress } from './store-address.js'

// Loaded on demand, so that a child process loads only one driver.
const openers: Partial<Record<DriverName, () => Promise<StoreOpener>>> = {
  'better-sqlite3': async () => openSqlite,
  'pg.Pool': async () => (await import('./open-postgres.js')).openPostgres,
  'pg.Client': async () => (await import('./open-postgres.js')).openPostgres,
  'postgres.js': async () => (await import('./open-postgres.js')).openPostgres,
  mysql2: async () => (await import('./open-mysql.js')).openMysql,
  mariadb: async () => (await import('./open-mysql.js')).openMysql,
  ioredis: async () => (await import('./open-redis.js')).openRedis,
  'ioredis.Cluster': async () => (await import('./open-redis.js')).openRedis,
  'node-redis': async () => (await import('./open-redis.js')).openRedis,
  'node-redis.cluster': async () => (await import('./open-redis.js')).openRedis,
}

export async function openStore(address: StoreAddress): Promise<OpenedStore> {
  const load = openers[address.driver]
  if (load === undefined) throw new RangeError(`No opener for the driver ${address.driver}`)
  const open = await load()
  return open(address)
}
