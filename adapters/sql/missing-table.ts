import type { Store } from '../../src/ports/store.js'
import { StoreError } from '../../src/ports/store-error.js'

/** The table is missing. The library recognises `missingTable`, and says in its own message what to do. */
class MissingTableError extends StoreError {
  readonly missingTable: string
  constructor(table: string, cause: unknown) {
    super('notWritten', cause)
    this.message = `The table ${table} does not exist: call store.createSchema()`
    this.missingTable = table
  }
}

/** Returns the store with another error where the driver says that the table is missing. */
export function namingMissingTable(store: Store, table: string, isMissing: (error: unknown) => boolean): Store {
  const call = async <Result>(method: () => Promise<Result>): Promise<Result> => {
    try {
      return await method()
    } catch (error) {
      const cause = error instanceof StoreError ? error.cause : error
      throw isMissing(cause) ? new MissingTableError(table, cause) : error
    }
  }
  return {
    read: (keys) => call(() => store.read(keys)),
    compareAndSet: (key, expected, next) => call(() => store.compareAndSet(key, expected, next)),
    sweep: (batch) => call(() => store.sweep(batch)),
    scan: (page) => call(() => store.scan(page)),
  }
}
