import type { StoreEntry } from 'temporary-access-pass'
import type { StoreAddress } from '../../../test/support/servers/store-address.js'
import { fillMysql } from './mysql.js'
import { fillPostgres } from './postgres.js'
import { fillRedis } from './redis.js'
import { fillSqlite } from './sqlite.js'

/** Puts so many copies of a document into a store, each under another id and one past its retention for longer. */
export type Fill = (address: StoreAddress, { key, document }: StoreEntry, count: number) => Promise<void>

const fills: Readonly<Record<string, Fill>> = {
  'better-sqlite3': fillSqlite,
  'pg.Pool': fillPostgres,
  mysql2: fillMysql,
  ioredis: fillRedis,
  'ioredis.Cluster': fillRedis,
}

/** By the fastest way into that database: the store is not asked. */
export const fill: Fill = async (address, entry, count) => {
  const run = fills[address.driver]
  if (run === undefined) throw new RangeError(`No way to fill a store of ${address.driver}`)
  await run(address, entry, count)
}
