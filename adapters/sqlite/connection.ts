import type { Wait } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { SqliteDatabase, SqliteStatement } from './driver.js'
import { isBusy, isInTransaction } from './driver.js'

/** Runs work on one connection: set up first, outside transactions only, and again while another process holds the lock. */
export interface Connection {
  run<Answer>(work: (prepare: Prepare) => Answer): Promise<Answer>
}

/** Answers a prepared statement, prepared once. */
export type Prepare = (sql: string) => SqliteStatement

// Every write is on the disk before it is acknowledged (`fullfsync` asks macOS to mean it), readers never wait for the
// writer, and a lock is waited for on the event loop instead of inside SQLite, which would stop the whole process.
const SETTINGS: readonly string[] = [
  'PRAGMA busy_timeout = 0',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA fullfsync = ON',
]

/** Four and a half seconds of waiting: the core gives a store five, and shall hear why. */
const TRIES = 285

export function connect(database: SqliteDatabase, wait: Wait): Connection {
  const prepared = new Map<string, SqliteStatement>()
  let isSetUp = false

  const prepare: Prepare = (sql) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }

  return {
    run: (work) =>
      retryWhileBusy(
        () => {
          refuseTransaction(database)
          if (!isSetUp) for (const setting of SETTINGS) database.exec(setting)
          isSetUp = true
          return work(prepare)
        },
        { isBusy, wait, tries: TRIES },
      ),
  }
}

// Checked at every try: a rollback by the host would take back what has been acknowledged, a spent pass included.
function refuseTransaction(database: SqliteDatabase): void {
  if (!isInTransaction(database)) return
  throw new Error('The store was called inside a transaction of its connection: give it a connection of its own')
}
