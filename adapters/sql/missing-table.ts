import type { Store } from '../../src/ports/store.js'

/** The table is missing. The library recognises `missingTable`, and says in its own message what to do. */
class MissingTableError extends Error {
  // As the library's own StoreError: nothing was written, and the same call would fail again.
  override readonly name = 'StoreError'
  readonly outcome = 'notWritten'
  readonly missingTable: string
  constructor(table: string, cause: unknown) {
    super(`The table ${table} does not exist: call store.createSchema()`, { cause })
    this.missingTable = table
  }
}

/** Returns the store with another error where the driver says that the table is missing. */
export function namingMissingTable(store: Store, table: string, isMissing: (error: unknown) => boolean): Store {
  const call = async <Result>(method: () => Promise<Result>): Promise<Result> => {
    try {
      return await method()
    } catch (error) {
      const isTableMissing = isMissing(error) || (error instanceof Error && isMissing(error.cause))
      throw isTableMissing ? new MissingTableError(table, error) : error
    }
  }
  return {
    read: (keys) => call(() => store.read(keys)),
    compareAndSet: (key, expected, next) => call(() => store.compareAndSet(key, expected, next)),
    sweep: (batch) => call(() => store.sweep(batch)),
    scan: (page) => call(() => store.scan(page)),
  }
}
