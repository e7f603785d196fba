/**
 * What a store knows about a call that failed.
 *
 * - `notWritten`: nothing was written, and the same call would fail again: the disk is full, the server is read-only, a
 *   value is too long. The library stops at once.
 * - `contended`: nothing was written, and the same call can succeed in a moment: a deadlock, a lock that is busy. The
 *   library retries within its bounds.
 * - `unknown`: the write may have been stored. Every other error counts as this one.
 */
export type StoreOutcome = 'notWritten' | 'contended' | 'unknown'

/**
 * Thrown by a store that knows that a failed call wrote nothing. Throw any other error where you are not certain: the
 * library then finds out by itself whether the write was stored.
 *
 * @example
 * ```ts
 * import { StoreError } from 'temporary-access-pass'
 *
 * throw new StoreError('notWritten', new Error('The disk is full'))
 * ```
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly outcome: Exclude<StoreOutcome, 'unknown'>
  /**
   * Wraps the driver's own error.
   *
   * @param outcome - `notWritten`: do not retry. `contended`: retry.
   * @param cause - The driver's error. Its message becomes part of this one.
   */
  constructor(outcome: Exclude<StoreOutcome, 'unknown'>, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.outcome = outcome
  }
}

/** Returns the outcome that the error of a store states. Two copies of the package in one process understand each other. */
export function storeOutcome(error: unknown): StoreOutcome {
  if (!(error instanceof Error) || error.name !== 'StoreError' || !('outcome' in error)) return 'unknown'
  return error.outcome === 'notWritten' || error.outcome === 'contended' ? error.outcome : 'unknown'
}
