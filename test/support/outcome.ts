import { isTapError } from '../../src/errors.js'
import type { Store } from '../../src/ports/store.js'

/** Returns everything that is stored. */
export async function contentOf(
  store: Store,
  kinds: readonly string[] = ['user', 'policy', 'decoy', 'issueCount'],
): Promise<unknown> {
  return Promise.all(kinds.map((kind) => store.scan({ kind, limit: 1_000 })))
}

/** Returns the result of a call, or the code of its typed error. Throws every other error. */
export async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    await call()
    return 'answered'
  } catch (error) {
    if (!isTapError(error)) throw error
    return error.code
  }
}
