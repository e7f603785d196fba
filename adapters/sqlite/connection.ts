import type { Sleep } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { SqliteDatabase, SqliteStatement } from './driver.js'
import { isBusy, isInTransaction } from './driver.js'

/** Applies the settings before the first work, refuses to run inside a transaction, and retries while the file is locked. */
export interface SqliteConnection {
  run<Result>(work: (prepare: PrepareSqlite) => Result): Promise<Result>
}

/** Returns a prepared statement. The same SQL is prepared once. */
export type PrepareSqlite = (sql: string) => SqliteStatement

// FULL writes to the disk before a commit returns, and `fullfsync` does the same on macOS. With WAL, readers never wait for
// the writer. SQLite's own busy timeout would block the whole process: this file retries on the event loop instead.
const settings: readonly string[] = [
  'PRAGMA busy_timeout = 0',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA fullfsync = ON',
]

/** 4.5 seconds of delays: less than the 5 seconds of the core, so that the caller sees the error of the driver. */
const maxAttempts = 285

export function sqliteConnection(database: SqliteDatabase, sleep: Sleep): SqliteConnection {
  const prepared = new Map<string, SqliteStatement>()
  let areSettingsApplied = false

  const prepare: PrepareSqlite = (sql) => {
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
          if (!areSettingsApplied) for (const setting of settings) database.exec(setting)
          areSettingsApplied = true
          return work(prepare)
        },
        { isBusy, sleep, maxAttempts },
      ),
  }
}

// Checked at every attempt, because the host application can begin a transaction while a call waits for the lock.
function refuseTransaction(database: SqliteDatabase): void {
  if (!isInTransaction(database)) return
  throw new Error(
    'The store was called inside a transaction of its connection, whose rollback would undo the write: give the store a connection of its own',
  )
}
