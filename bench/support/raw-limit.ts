import Database from 'better-sqlite3'
import { Redis } from 'ioredis'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import type { StoreAddress } from '../../test/support/servers/store-address.js'

/** What the driver and the server can do at best for a sign-in: one row read, then one row written, nothing else. */
export interface RawLimit {
  readAndWrite(id: number): Promise<void>
  close(): Promise<void>
}

const TABLE = 'CREATE TABLE raw_limit (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)'
const READ = 'SELECT n FROM raw_limit WHERE id = '
const WRITE = 'UPDATE raw_limit SET n = n + 1 WHERE id = '

/** On the same server, through the driver that the store is given, with rows of its own. */
export async function rawLimit(address: StoreAddress, rows: number): Promise<RawLimit> {
  const open = openers[address.driver]
  if (open === undefined) throw new RangeError(`No raw limit for ${address.driver}`)
  return open(address.url, rows)
}

type Open = (url: string, rows: number) => Promise<RawLimit>

const openers: Readonly<Record<string, Open>> = {
  'better-sqlite3': openSqlite,
  'pg.Pool': openPostgres,
  mysql2: openMysql,
  ioredis: openRedis,
}

async function openSqlite(path: string, rows: number): Promise<RawLimit> {
  const database = new Database(`${path}.raw`)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(TABLE)
  const insert = database.prepare('INSERT INTO raw_limit VALUES (?, 0)')
  for (let id = 0; id < rows; id += 1) insert.run(id)
  const read = database.prepare(`${READ}?`)
  const write = database.prepare(`${WRITE}?`)
  return {
    async readAndWrite(id) {
      read.get(id)
      write.run(id)
    },
    async close() {
      database.close()
    },
  }
}

async function openPostgres(url: string, rows: number): Promise<RawLimit> {
  const pool = new pg.Pool({ connectionString: url })
  await pool.query(TABLE)
  await pool.query(`INSERT INTO raw_limit SELECT id, 0 FROM generate_series(0, ${rows - 1}) AS id`)
  return {
    async readAndWrite(id) {
      await pool.query({ name: 'raw-read', text: `${READ}$1`, values: [id] })
      await pool.query({ name: 'raw-write', text: `${WRITE}$1`, values: [id] })
    },
    close: () => pool.end(),
  }
}

async function openMysql(url: string, rows: number): Promise<RawLimit> {
  const pool = createPool(url)
  await pool.query(TABLE)
  for (let id = 0; id < rows; id += 1) await pool.execute('INSERT INTO raw_limit VALUES (?, 0)', [id])
  return {
    async readAndWrite(id) {
      await pool.execute(`${READ}?`, [id])
      await pool.execute(`${WRITE}?`, [id])
    },
    close: () => pool.end(),
  }
}

async function openRedis(url: string, rows: number): Promise<RawLimit> {
  const redis = new Redis(url)
  for (let id = 0; id < rows; id += 1) await redis.set(`raw-limit:${id}`, 0)
  return {
    async readAndWrite(id) {
      await redis.get(`raw-limit:${id}`)
      await redis.incr(`raw-limit:${id}`)
    },
    async close() {
      await redis.quit()
    },
  }
}
