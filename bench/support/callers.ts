/** So many callers at a time, each with people of its own: what two of them would contend for is not measured. */
export const callerCount = 16

/** Work done a second by all callers together, for about so long. Each goes round its share of the people. */
export async function perSecondByCallers(
  peopleCount: number,
  forMs: number,
  work: (person: number) => Promise<void>,
): Promise<number> {
  const start = performance.now()
  let done = 0
  const call = async (caller: number): Promise<void> => {
    for (let person = caller; performance.now() - start < forMs; person += callerCount) {
      await work(person % peopleCount)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: callerCount }, (_, caller) => call(caller)))
  return (done * 1000) / (performance.now() - start)
}

/** Does the work once for each of these, by all callers together. Answers how often a second. */
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

/** How long each call took in milliseconds, one after the other, for as long as `isWanted`. */
export async function timesOf(
  isWanted: (done: number) => boolean,
  work: (turn: number) => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = []
  while (isWanted(times.length)) {
    const start = performance.now()
    await work(times.length)
    times.push(performance.now() - start)
  }
  return times
}
