import type { StoreAddress } from '../../../test/local-servers/store-address.js'
import type { OpenRaw, Raw, RawRow } from '../types.js'
import { openRawMysql } from './mysql.js'
import { openRawPostgres } from './postgres.js'
import { openRawRedis } from './redis.js'
import { openRawSqlite } from './sqlite.js'

const openers: Readonly<Record<string, OpenRaw>> = {
  'better-sqlite3': openRawSqlite,
  'pg.Pool': openRawPostgres,
  mysql2: openRawMysql,
  ioredis: openRawRedis,
  'ioredis.Cluster': openRawRedis,
}

/** Uses the same server, driver and number of connections as the store, and rows of its own. */
export async function openRaw(address: StoreAddress, rows: readonly RawRow[]): Promise<Raw> {
  const open = openers[address.driver]
  if (open === undefined) throw new RangeError(`There is no raw limit for the driver ${address.driver}`)
  return open(address, rows)
}
