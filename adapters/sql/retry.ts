import { StoreError } from '../../src/ports/store-error.js'

/** Resolves after this many milliseconds. Tests pass their own, so that they never wait. */
export type Sleep = (milliseconds: number) => Promise<void>

/** Options of {@link retryWhileContended}. */
export interface RetryOptions {
  readonly sleep: Sleep
  /** The longest delay between two attempts, in milliseconds. */
  readonly maxDelayMs: number
  /** Whether to try again after this contention. Default: always. */
  readonly isRetried?: ((contention: StoreError) => boolean) | undefined
}

/**
 * The sum of all delays, in milliseconds. The core gives a store 5 seconds, so the caller sees the error of the driver. And
 * the core does not retry what a store has retried until then.
 */
const maxTotalDelayMs = 4_500

/**
 * Calls `attempt` until it succeeds, or fails with another error than a {@link StoreError} `contended`. The delays double
 * from 1 ms.
 *
 * @throws that error, or the error of the last attempt.
 */
export async function retryWhileContended<Result>(
  attempt: () => Result | Promise<Result>,
  { sleep, maxDelayMs, isRetried = () => true }: RetryOptions,
): Promise<Result> {
  let sleptMs = 0
  for (let delayMs = 1; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    try {
      return await attempt()
    } catch (error) {
      const isContended = error instanceof StoreError && error.outcome === 'contended'
      if (!isContended || sleptMs + delayMs > maxTotalDelayMs || !isRetried(error)) throw error
    }
    await sleep(delayMs)
    sleptMs += delayMs
  }
}

/** The only timer in the stores. */
export const sleepOnTimer: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
