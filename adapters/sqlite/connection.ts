import { StoreError } from '../../src/ports/store-error.js'
import type { Sleep } from '../sql/retry.js'
import { retryWhileContended } from '../sql/retry.js'
import type { SqliteDatabase, SqliteStatement } from './driver.js'
import { isInTransaction } from './driver.js'
import { preparationFailure, sqliteFailure } from './failure.js'

/** Applies the settings before the first work, refuses to run inside a transaction, and retries while the file is locked. */
export interface SqliteConnection {
  run<Result>(work: (prepare: PrepareSqlite) => Result): Promise<Result>
  /** Like `run`, and refuses a connection that may not write. */
  runOnTable<Result>(work: (prepare: PrepareSqlite) => Result): Promise<Result>
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

/** SQLite does not report that a lock is free, so the longest delay is short. An attempt costs microseconds. */
const maxDelayMs = 16

/** @param emptyWrite - A statement that needs the right to write, and changes nothing. */
export function sqliteConnection(database: SqliteDatabase, emptyWrite: string, sleep: Sleep): SqliteConnection {
  const prepared = new Map<string, SqliteStatement>()
  let areSettingsApplied = false
  let mayWrite = false

  const prepare: PrepareSqlite = (sql) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = prepareNew(database, sql)
    prepared.set(sql, statement)
    return statement
  }
  const run = <Result>(work: (prepare: PrepareSqlite) => Result): Promise<Result> =>
    retryWhileContended(
      () => {
        refuseTransaction(database)
        try {
          if (!areSettingsApplied) for (const setting of settings) database.exec(setting)
          areSettingsApplied = true
          return work(prepare)
        } catch (error) {
          throw sqliteFailure(error)
        }
      },
      { sleep, maxDelayMs },
    )

  return {
    run,
    runOnTable: (work) =>
      run((prepareAgain) => {
        // Once is enough: a connection does not change its file.
        if (!mayWrite) prepareAgain(emptyWrite).run()
        mayWrite = true
        return work(prepareAgain)
      }),
  }
}

function prepareNew(database: SqliteDatabase, sql: string): SqliteStatement {
  try {
    return database.prepare(sql)
  } catch (error) {
    throw preparationFailure(error)
  }
}

// Checked at every attempt, because the host application can begin a transaction while a call waits for the lock.
function refuseTransaction(database: SqliteDatabase): void {
  if (!isInTransaction(database)) return
  const message =
    'The store was called inside a transaction of its connection, whose rollback would undo the write: give the store a connection of its own'
  throw new StoreError('notWritten', new Error(message))
}
