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
 * Returns a function that runs the check until it has once succeeded, and reports what it found. Each call runs a check of its
 * own: if one connection of a pool hangs, calls on the others do not wait for it.
 */
export function warnOnce(check: () => Promise<readonly StoreWarning[]>, onWarning: OnWarning): () => Promise<void> {
  let isChecked = false
  return async () => {
    if (isChecked) return
    const warnings = await check()
    if (isChecked) return
    isChecked = true
    for (const warning of warnings) onWarning(warning)
  }
}
