import type { Fill } from '../types.js'
import { fillMysql } from './mysql.js'
import { fillPostgres } from './postgres.js'
import { fillRedis } from './redis.js'
import { fillSqlite } from './sqlite.js'

const fills: Readonly<Record<string, Fill>> = {
  'better-sqlite3': fillSqlite,
  'pg.Pool': fillPostgres,
  mysql2: fillMysql,
  ioredis: fillRedis,
  'ioredis.Cluster': fillRedis,
}

/** Writes directly into the database, in the fastest way, and not through the store. */
export const fill: Fill = async (address, entry, count) => {
  const run = fills[address.driver]
  if (run === undefined) throw new RangeError(`There is no way to fill a store of the driver ${address.driver}`)
  await run(address, entry, count)
}
