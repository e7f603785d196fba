/** Waits so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>

/** How {@link retryWhileBusy} tells what is worth another try, and waits for it. */
export interface RetryOptions {
  /** Only errors after which nothing was written: the same call is made again. */
  readonly isBusy: (error: unknown) => boolean
  readonly wait: Wait
  /** How often to try in all. */
  readonly tries: number
}

/** Doubled from 1 ms up to this, so that a lock held for long is asked after 60 times a second. */
const LONGEST_WAIT_MS = 16

/**
 * Calls until it does not fail for being busy. Between tries the event loop is free.
 *
 * @throws what `attempt` threw: the first error that is not busyness, or the last one that is.
 */
export async function retryWhileBusy<Answer>(
  attempt: () => Answer | Promise<Answer>,
  { isBusy, wait, tries }: RetryOptions,
): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === tries || !isBusy(error)) throw error
    }
    await wait(Math.min(2 ** (tried - 1), LONGEST_WAIT_MS))
  }
}

/** The one timer in the stores: ends by itself, and every option that takes a {@link Wait} replaces it. */
export const waitOnTimer: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
