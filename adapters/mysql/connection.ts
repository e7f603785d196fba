import type { Wait } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { MysqlPool } from './driver.js'
import { changeOf, errorNumber, execute, rowsOf } from './driver.js'
import type { Parameters } from './parameters.js'

/** Runs one statement at a time, and again where another transaction was in its way. */
export interface Connection {
  rows(sql: string, parameters: Parameters): Promise<readonly unknown[]>
  /** @returns how many rows were affected. */
  change(sql: string, parameters: Parameters): Promise<number>
}

// After each of them nothing was written: deadlock, lock wait timeout, and a row that changed after the snapshot.
const [DEADLOCK, LOCK_WAIT_TIMEOUT, CHANGED_SINCE] = [1213, 1205, 1020]
/** What {@link Statements} provoke on a connection that will not do. */
const OUT_OF_RANGE = 1690

/** Three quarters of a second of waiting at most. */
const TRIES = 50
/** Each has cost the whole of the server's `innodb_lock_wait_timeout` already, and the core does not wait for long. */
const LOCK_WAITS = 2

export function connect(pool: MysqlPool, wait: Wait): Connection {
  const run = (sql: string, parameters: Parameters): Promise<unknown> => {
    let lockWaits = 0
    const isBusy = (error: unknown) => {
      const number = errorNumber(error)
      if (number === LOCK_WAIT_TIMEOUT) lockWaits += 1
      return number === DEADLOCK || number === CHANGED_SINCE || (number === LOCK_WAIT_TIMEOUT && lockWaits < LOCK_WAITS)
    }
    return retryWhileBusy(() => executeSoundly(pool, sql, parameters), { isBusy, wait, tries: TRIES })
  }

  return {
    rows: async (sql, parameters) => rowsOf(await run(sql, parameters)),
    async change(sql, parameters) {
      const { rows, isInTransaction } = changeOf(await run(sql, parameters))
      if (isInTransaction) throw unsound()
      return rows
    },
  }
}

async function executeSoundly(pool: MysqlPool, sql: string, parameters: Parameters): Promise<unknown> {
  try {
    return await execute(pool, sql, parameters)
  } catch (error) {
    throw errorNumber(error) === OUT_OF_RANGE ? unsound({ cause: error }) : error
  }
}

function unsound(options?: ErrorOptions): Error {
  return new Error(
    'The pool must give connections outside transactions, with autocommit on and the character set utf8mb4',
    options,
  )
}
