/** A setting of the database under which a spent pass could come back. */
export interface StoreWarning {
  /** As the database calls it. */
  readonly setting: string
  readonly value: string
  /** What it means, and what to do, in one line. */
  readonly message: string
}

/** Is told once for every setting found. */
export type OnWarning = (warning: StoreWarning) => void

/** Where a warning goes unless the host says otherwise. */
export const warnOnConsole: OnWarning = ({ message }) => console.warn(message)

/** @param sound - What the setting should be. */
export function notDurable(setting: string, value: string, consequence: string, sound: string): StoreWarning {
  const message = `temporary-access-pass: ${setting} is ${value}: ${consequence}, and a spent pass could come back; set it to ${sound}`
  return { setting, value, message }
}

/**
 * Warns at the first call of a store and never again; calls made meanwhile wait for it. A check that fails is made again at
 * the next call.
 *
 * @param check - Asks the database, in a statement of its own.
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
