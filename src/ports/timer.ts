/**
 * Measures durations, waits, and ends calls that take too long. It is separate from {@link Clock}, which tells the time of
 * day and may step back.
 *
 * A test or a simulation passes its own, so that virtual time replaces waiting. In production, leave the default.
 *
 * @example
 * ```ts
 * const timer: Timer = {
 *   now: () => performance.now(),
 *   wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
 *   within: (ms, work) =>
 *     Promise.race([work(), timer.wait(ms).then(() => Promise.reject(new Error(`No result within ${ms} ms`)))]),
 * }
 * ```
 */
export interface Timer {
  /** Returns milliseconds since any fixed moment. The result never decreases. */
  now(): number
  /** Resolves after `ms` milliseconds: 0 or more, not always whole. */
  wait(ms: number): Promise<void>
  /**
   * Settles as `work` does, or rejects after `ms` milliseconds. `work` itself is not stopped. If it rejects later, that
   * rejection is handled.
   */
  within<T>(ms: number, work: () => Promise<T> | T): Promise<T>
}
