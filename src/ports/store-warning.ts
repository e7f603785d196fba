/** A warning of a store: with this setting of the database, a used one-time pass could work again after a failure. */
export interface StoreWarning {
  /** The setting, as the database names it. Example: `synchronous_commit`. */
  readonly setting: string
  /** The value that the store found. Empty if the store was not allowed to read the setting. */
  readonly value: string
  /** One line for a log: what is wrong, what can happen, and what to set. */
  readonly message: string
}

/**
 * Receives the warnings of a store, each of them once, and again if the setting was corrected and changed back. It should
 * not throw: an exception fails the call of the store.
 */
export type OnWarning = (warning: StoreWarning) => void
