import type { OnWarning, StoreWarning } from '../../src/ports/store-warning.js'

/** The default of the option `onWarning`. */
export const warnOnConsole: OnWarning = ({ message }) => console.warn(message)

/**
 * Builds the warning about a setting that weakens durability.
 *
 * @param consequence - A clause without a full stop, such as `a crash can lose acknowledged writes`.
 * @param recommended - The value that the setting should have.
 */
export function notDurable(setting: string, value: string, consequence: string, recommended: string): StoreWarning {
  const message = `temporary-access-pass: ${setting} is ${value}: ${consequence}, and a used one-time pass could work again; set it to ${recommended}`
  return { setting, value, message }
}

/**
 * Returns a function that runs the check at its first call and reports what it finds. Concurrent calls wait for the same
 * check. A check that fails rejects, and the next call runs it again.
 */
export function warnOnce(check: () => Promise<readonly StoreWarning[]>, onWarning: OnWarning): () => Promise<void> {
  let checked: Promise<void> | undefined
  const run = async () => {
    for (const warning of await check()) onWarning(warning)
  }
  return () => {
    checked ??= run().catch((error: unknown) => {
      checked = undefined
      throw error
    })
    return checked
  }
}
