import { StoreError } from '../../src/ports/store-error.js'
import type { Sleep } from '../sql/retry.js'
import { retryWhileContended } from '../sql/retry.js'
import type { MysqlPool } from './driver.js'
import { execute, rowsOf, writeResultOf } from './driver.js'
import { errorNumber, isReadOnlyError, isUnsuitable, lockWaitTimeout, mysqlFailure } from './failure.js'
import type { MysqlParameters } from './parameters.js'
import { createReadOnlyRelease } from './read-only-release.js'

/** Runs one statement, and repeats it after a conflict with another transaction. */
export interface MysqlConnection {
  query(sql: string, parameters: MysqlParameters): Promise<readonly unknown[]>
  /** @returns the number of affected rows. */
  write(sql: string, parameters: MysqlParameters): Promise<number>
}

/** With this, 4.5 seconds of delays are about 26 attempts. */
const maxDelayMs = 250
/** Each has already waited for the server's `innodb_lock_wait_timeout`, and the core gives a store 5 seconds. */
const maxLockWaits = 2

export function mysqlConnection(pool: MysqlPool, sleep: Sleep): MysqlConnection {
  const giveUpReadOnly = createReadOnlyRelease(pool)
  const run = (sql: string, parameters: MysqlParameters): Promise<unknown> => {
    let lockWaits = 0
    const attempt = () => runOnce(pool, giveUpReadOnly, sql, parameters)
    const isRetried = ({ cause }: StoreError) => {
      if (errorNumber(cause) === lockWaitTimeout) lockWaits += 1
      return lockWaits < maxLockWaits
    }
    return retryWhileContended(attempt, { sleep, maxDelayMs, isRetried })
  }

  return {
    query: async (sql, parameters) => rowsOf(await run(sql, parameters)),
    async write(sql, parameters) {
      const { affectedRows, isInTransaction } = writeResultOf(await run(sql, parameters))
      // The statement was executed, and the host application can still commit or roll back.
      if (isInTransaction) throw unsuitableConnection()
      return affectedRows
    },
  }
}

async function runOnce(
  pool: MysqlPool,
  giveUpReadOnly: () => void,
  sql: string,
  parameters: MysqlParameters,
): Promise<unknown> {
  try {
    return await execute(pool, sql, parameters)
  } catch (error) {
    if (isReadOnlyError(error)) giveUpReadOnly()
    if (!isUnsuitable(error)) throw mysqlFailure(error)
    const options = { cause: error }
    throw new StoreError('notWritten', isReadOnlyError(error) ? readOnlyServer(options) : unsuitableConnection(options))
  }
}

function readOnlyServer(options: ErrorOptions): Error {
  return new Error(
    'The store refuses a server or session that is read-only, because it may show outdated documents: connect "pool" to the primary server, not to a replica',
    options,
  )
}

function unsuitableConnection(options?: ErrorOptions): Error {
  return new Error(
    'The connections of "pool" must be allowed to write, outside transactions, with autocommit on and the character set utf8mb4: check the options of the pool, and commit or roll back before you release a connection',
    options,
  )
}
