import type { Sleep } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { MysqlPool } from './driver.js'
import { errorNumber, execute, rowsOf, writeResultOf } from './driver.js'
import type { MysqlParameters } from './parameters.js'

/** Runs one statement, and repeats it after a conflict with another transaction. */
export interface MysqlConnection {
  query(sql: string, parameters: MysqlParameters): Promise<readonly unknown[]>
  /** @returns the number of affected rows. */
  write(sql: string, parameters: MysqlParameters): Promise<number>
}

// After each of these errors nothing was written. 1020 means that a row changed after the snapshot of the statement.
const [deadlock, lockWaitTimeout, changedSinceRead] = [1213, 1205, 1020]
/** The condition `isSuitable` of the statements causes this error on an unsuitable connection. */
const outOfRange = 1690

/** Three quarters of a second of delays. */
const maxAttempts = 50
/** Each has already waited for the server's `innodb_lock_wait_timeout`, and the core gives a store 5 seconds. */
const maxLockWaits = 2

export function mysqlConnection(pool: MysqlPool, sleep: Sleep): MysqlConnection {
  const run = (sql: string, parameters: MysqlParameters): Promise<unknown> => {
    let lockWaits = 0
    const isBusy = (error: unknown) => {
      const number = errorNumber(error)
      if (number === lockWaitTimeout) lockWaits += 1
      if (number === lockWaitTimeout) return lockWaits < maxLockWaits
      return number === deadlock || number === changedSinceRead
    }
    return retryWhileBusy(() => executeIfSuitable(pool, sql, parameters), { isBusy, sleep, maxAttempts })
  }

  return {
    query: async (sql, parameters) => rowsOf(await run(sql, parameters)),
    async write(sql, parameters) {
      const { affectedRows, isInTransaction } = writeResultOf(await run(sql, parameters))
      if (isInTransaction) throw unsuitableConnection()
      return affectedRows
    },
  }
}

async function executeIfSuitable(pool: MysqlPool, sql: string, parameters: MysqlParameters): Promise<unknown> {
  try {
    return await execute(pool, sql, parameters)
  } catch (error) {
    throw errorNumber(error) === outOfRange ? unsuitableConnection({ cause: error }) : error
  }
}

function unsuitableConnection(options?: ErrorOptions): Error {
  return new Error(
    'The connections of "pool" must be outside transactions, with autocommit on and the character set utf8mb4: check the options of the pool, and commit or roll back before you release a connection',
    options,
  )
}
