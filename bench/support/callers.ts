import { setImmediate } from 'node:timers/promises'

/** Concurrent callers. Each has users of its own, so that contention for a document is not measured. */
export const callerCount = 16

/** Runs the work with all callers for about `forMs`. Returns the calls per second. Each caller cycles over its users. */
export async function perSecondByCallers(
  userCount: number,
  forMs: number,
  work: (user: number) => Promise<void>,
): Promise<number> {
  const start = performance.now()
  let done = 0
  const call = async (caller: number): Promise<void> => {
    for (let user = caller; performance.now() - start < forMs; user += callerCount) {
      await work(user % userCount)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: callerCount }, (_, caller) => call(caller)))
  return (done * 1000) / (performance.now() - start)
}

/** Runs the work once for each item, with all callers. Returns the calls per second. */
export async function onceEach<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now()
  const waiting = items.entries()
  const call = async (): Promise<void> => {
    for (const [index, item] of waiting) await work(item, index)
  }
  await Promise.all(Array.from({ length: callerCount }, call))
  return (items.length * 1000) / (performance.now() - start)
}

/** Runs the work sequentially while `isWanted` is true. Returns the milliseconds of each call. */
export async function timesOf(
  isWanted: (done: number) => boolean,
  work: (turn: number) => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = []
  while (isWanted(times.length)) {
    const start = performance.now()
    await work(times.length)
    times.push(performance.now() - start)
    // A synchronous store never returns to the event loop by itself, and other work of the process would never run.
    await setImmediate()
  }
  return times
}
