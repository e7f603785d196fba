/** Resolves after this many milliseconds. Tests pass their own, so that they never wait. */
export type Sleep = (milliseconds: number) => Promise<void>

/** Options of {@link retryWhileBusy}. */
export interface RetryOptions {
  /** Must return `true` only for errors after which nothing was written: the same call is made again. */
  readonly isBusy: (error: unknown) => boolean
  readonly sleep: Sleep
  /** Attempts in total. */
  readonly maxAttempts: number
}

/** The delay doubles from 1 ms to this, so that a lock held for long is tried about 60 times a second. */
const maxDelayMs = 16

/**
 * Calls `attempt` until it succeeds or fails with an error that is not busyness.
 *
 * @throws the first error for which `isBusy` is false, or the error of the last attempt.
 */
export async function retryWhileBusy<Result>(
  attempt: () => Result | Promise<Result>,
  { isBusy, sleep, maxAttempts }: RetryOptions,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (attempts === maxAttempts || !isBusy(error)) throw error
    }
    await sleep(Math.min(2 ** (attempts - 1), maxDelayMs))
  }
}

/** The only timer in the stores. */
export const sleepOnTimer: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
