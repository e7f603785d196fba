import { stat } from 'node:fs/promises'

/** Delays in the process while some work ran, in milliseconds. */
export interface ProbeTimes {
  /** The delay of each timer. */
  readonly loopDelays: readonly number[]
  /** The duration of each `fs.stat`, which waits for a thread of the thread pool. */
  readonly statTimes: readonly number[]
}

const everyMs = 10

/** Runs the work, and measures two probes at the same time. */
export async function whileProbing<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly probes: ProbeTimes }> {
  let isDone = false
  const loop = repeatUntil(() => isDone, measureLoop)
  const files = repeatUntil(() => isDone, measureStat)
  try {
    const result = await work()
    isDone = true
    return { result, probes: { loopDelays: await loop, statTimes: await files } }
  } finally {
    isDone = true
  }
}

async function repeatUntil(isDone: () => boolean, measure: () => Promise<number>): Promise<readonly number[]> {
  const figures: number[] = []
  while (!isDone()) figures.push(await measure())
  return figures
}

async function measureLoop(): Promise<number> {
  const start = performance.now()
  await pause()
  return Math.max(0, performance.now() - start - everyMs)
}

async function measureStat(): Promise<number> {
  await pause()
  const start = performance.now()
  await stat(import.meta.filename)
  return performance.now() - start
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, everyMs))
}
