import { stat } from 'node:fs/promises'

/** What the rest of the process felt while some work ran, in milliseconds. */
export interface Felt {
  /** How much later than due each timer fired. */
  readonly loopDelays: readonly number[]
  /** How long each `fs.stat` took, which waits for a thread of the pool. */
  readonly statTimes: readonly number[]
}

const everyMs = 10

/** Runs the work with two probes beside it. */
export async function whileProbing<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly felt: Felt }> {
  let isOver = false
  const loop = repeatUntil(() => isOver, measureLoop)
  const files = repeatUntil(() => isOver, measureStat)
  try {
    const answer = await work()
    isOver = true
    return { answer, felt: { loopDelays: await loop, statTimes: await files } }
  } finally {
    isOver = true
  }
}

async function repeatUntil(isOver: () => boolean, measure: () => Promise<number>): Promise<readonly number[]> {
  const figures: number[] = []
  while (!isOver()) figures.push(await measure())
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
