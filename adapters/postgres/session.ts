import { StoreError } from '../../src/ports/store-error.js'
import type { OnWarning } from '../../src/ports/store-warning.js'
import { warnOnce } from '../sql/durability.js'
import type { RetryOptions, Sleep } from '../sql/retry.js'
import { retryWhileContended } from '../sql/retry.js'
import type { PostgresDriver, PostgresRows, PostgresStatement } from './driver.js'
import { postgresDurabilityWarnings, settingNames, settingsStatement } from './durability.js'
import { creationFailure, postgresFailure } from './failure.js'

/** Runs statements. Checks the settings before the first, retries after conflicts, and refuses to run inside a transaction. */
export interface PostgresSession {
  /** @returns the rows without their first column, which the session has checked. */
  run(statement: PostgresStatement, parameters: readonly (string | null)[]): Promise<PostgresRows>
  /** Runs the script unless `isCreated` finds all of the relations. */
  create(script: string, isCreated: PostgresStatement, relations: readonly string[]): Promise<void>
}

interface PostgresSessionOptions {
  readonly sleep: Sleep
  readonly onWarning: OnWarning
}

/** With this, 4.5 seconds of delays are about 26 attempts. */
const maxDelayMs = 250

export function postgresSession(driver: PostgresDriver, { sleep, onWarning }: PostgresSessionOptions): PostgresSession {
  const retry: RetryOptions = { sleep, maxDelayMs }
  const attempt = async (statement: PostgresStatement, parameters: readonly (string | null)[]) =>
    refuseTransaction(await driver.run(statement, parameters))
  const warn = warnOnce(async () => {
    const [row = []] = await attempt(settingsStatement, settingNames)
    return postgresDurabilityWarnings(row)
  }, onWarning)

  return {
    run: (statement, parameters) =>
      retryWhileContended(
        () =>
          failingAs(postgresFailure, async () => {
            await warn()
            return attempt(statement, parameters)
          }),
        retry,
      ),
    // CREATE TABLE IF NOT EXISTS needs rights and takes locks even if the table exists.
    create: (script, isCreated, relations) =>
      retryWhileContended(
        () =>
          failingAs(creationFailure, async () => {
            const [row = []] = await attempt(isCreated, relations)
            if (row[0] !== 'true') await driver.script(script)
          }),
        retry,
      ),
  }
}

async function failingAs<Result>(failure: (error: unknown) => unknown, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw failure(error)
  }
}

function refuseTransaction(rows: PostgresRows): PostgresRows {
  return rows.map(([isOutside, ...columns]) => {
    if (isOutside === 'true') return columns
    const message =
      'The store was called inside a transaction of its connection, whose rollback would undo the write: give the store a pool of its own'
    throw new StoreError('notWritten', new Error(message))
  })
}
