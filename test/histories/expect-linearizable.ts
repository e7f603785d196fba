import type { Finding } from './check.js'
import { checkHistory } from './check.js'
import type { History } from './history.js'
import { printHistory } from './history.js'

/** TAP_TEST_SEED repeats the calls of the clients. It does not decide the order in which they arrive. */
export function expectLinearizable(history: History, seed: number): void {
  const fails = (why: string): Error => new Error(`TAP_TEST_SEED=${seed}\n${why}\n\n${printHistory(history)}`)
  let found: Finding
  try {
    found = checkHistory(history)
  } catch (error) {
    throw fails(String(error))
  }
  if (!found.isLinearizable) throw fails(found.why)
}
