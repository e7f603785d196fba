import type { OnWarning } from '../../src/ports/store-warning.js'
import { warnOnce } from '../sql/durability.js'
import type { Sleep } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { PostgresDriver, PostgresRows, PostgresStatement } from './driver.js'
import { isAlreadyCreated, isRolledBack } from './driver.js'
import { postgresDurabilityWarnings, settingNames, settingsStatement } from './durability.js'

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

/** A quarter of a second of delays, plus the attempts themselves. The core gives a store 5 seconds. */
const maxAttempts = 20

export function postgresSession(driver: PostgresDriver, { sleep, onWarning }: PostgresSessionOptions): PostgresSession {
  const attempt = async (statement: PostgresStatement, parameters: readonly (string | null)[]) =>
    refuseTransaction(await driver.run(statement, parameters))
  const warn = warnOnce(async () => {
    const [row = []] = await attempt(settingsStatement, settingNames)
    return postgresDurabilityWarnings(row)
  }, onWarning)

  return {
    run: (statement, parameters) =>
      retryWhileBusy(
        async () => {
          await warn()
          return attempt(statement, parameters)
        },
        { isBusy: isRolledBack, sleep, maxAttempts },
      ),
    // CREATE TABLE IF NOT EXISTS needs rights and takes locks even if the table exists.
    create: (script, isCreated, relations) =>
      retryWhileBusy(
        async () => {
          const [row = []] = await attempt(isCreated, relations)
          if (row[0] !== 'true') await driver.script(script)
        },
        { isBusy: (error) => isRolledBack(error) || isAlreadyCreated(error), sleep, maxAttempts },
      ),
  }
}

function refuseTransaction(rows: PostgresRows): PostgresRows {
  return rows.map(([isOutside, ...columns]) => {
    if (isOutside === 'true') return columns
    throw new Error(
      'The store was called inside a transaction of its connection, whose rollback would undo the write: give the store a pool of its own',
    )
  })
}
