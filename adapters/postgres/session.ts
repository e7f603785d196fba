import type { OnWarning } from '../sql/durability.js'
import { warnOnce } from '../sql/durability.js'
import type { Wait } from '../sql/retry.js'
import { retryWhileBusy } from '../sql/retry.js'
import type { Driver, Rows, Statement } from './driver.js'
import { isCreatedMeanwhile, isTakenBack } from './driver.js'
import { durabilityWarnings, SETTINGS, settingsStatement } from './durability.js'

/** Runs statements: the settings looked at before the first, what was taken back again, and none inside a transaction. */
export interface Session {
  /** @returns the rows without their first column, which says whether the statement stood alone. */
  run(statement: Statement, parameters: readonly (string | null)[]): Promise<Rows>
  /** Runs a script unless what it creates is there. */
  create(script: string, isCreated: Statement, relations: readonly string[]): Promise<void>
}

/** What {@link sessionOf} is built with. */
interface SessionOptions {
  readonly wait: Wait
  readonly onWarning: OnWarning
}

// A quarter of a second of waiting, besides what the tries themselves take: the core gives a store five.
const TRIES = 20

export function sessionOf(driver: Driver, { wait, onWarning }: SessionOptions): Session {
  const attempt = async (statement: Statement, parameters: readonly (string | null)[]) =>
    alone(await driver.run(statement, parameters))
  const warn = warnOnce(async () => {
    const [row = []] = await attempt(settingsStatement, SETTINGS)
    return durabilityWarnings(row)
  }, onWarning)

  return {
    run: (statement, parameters) =>
      retryWhileBusy(
        async () => {
          await warn()
          return attempt(statement, parameters)
        },
        { isBusy: isTakenBack, wait, tries: TRIES },
      ),
    // Looked at first, because CREATE asks for rights and locks even where there is nothing to create.
    create: (script, isCreated, relations) =>
      retryWhileBusy(
        async () => {
          const [row = []] = await attempt(isCreated, relations)
          if (row[0] !== 'true') await driver.script(script)
        },
        { isBusy: (error) => isTakenBack(error) || isCreatedMeanwhile(error), wait, tries: TRIES },
      ),
  }
}

// A rollback by the host would take back what has been acknowledged, a spent pass included.
function alone(rows: Rows): Rows {
  return rows.map(([isAlone, ...columns]) => {
    if (isAlone === 'true') return columns
    throw new Error('The store was called inside a transaction of its connection: give it a pool of its own')
  })
}
