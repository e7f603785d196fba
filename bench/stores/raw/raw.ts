import type { StoredDocument } from 'temporary-access-pass'
import type { StoreAddress } from '../../../test/support/servers/store-address.js'
import { openRawMysql } from './mysql.js'
import { openRawPostgres } from './postgres.js'
import { openRawRedis } from './redis.js'
import { openRawSqlite } from './sqlite.js'

/**
 * The least that a driver and its server must do for a redemption, in two round trips and nothing else: three rows read by
 * key, and the second of them written unless its revision has changed. Rows are as large as the store's, in a table that has
 * a key of one text and no other index.
 */
export interface Raw {
  /** @throws where the row was not written. */
  readAndWrite(keys: RawKeys): Promise<void>
  close(): Promise<void>
}

/** Of a policy, a pass and a decoy. */
export type RawKeys = readonly [policy: string, pass: string, decoy: string]

/** A document under one text. */
export interface RawRow {
  readonly key: string
  readonly document: StoredDocument
}

/** How one driver reaches an address. */
export type OpenRaw = (address: StoreAddress, rows: readonly RawRow[]) => Promise<Raw>

const openers: Readonly<Record<string, OpenRaw>> = {
  'better-sqlite3': openRawSqlite,
  'pg.Pool': openRawPostgres,
  mysql2: openRawMysql,
  ioredis: openRawRedis,
  'ioredis.Cluster': openRawRedis,
}

/** On the same server, through the same driver and as many connections as the store has, with rows of its own. */
export async function openRaw(address: StoreAddress, rows: readonly RawRow[]): Promise<Raw> {
  const open = openers[address.driver]
  if (open === undefined) throw new RangeError(`No raw limit for ${address.driver}`)
  return open(address, rows)
}
