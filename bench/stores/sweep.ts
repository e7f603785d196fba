import { setImmediate } from 'node:timers/promises'
import { timesOf } from '../support/callers.js'
import { median, quantile } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { FullStore } from './full-store.js'
import type { Effort } from './options.js'
import type { Place } from './places.js'

export const sweepHeader: readonly string[] = [
  ...['Store', 'documents swept', 'seconds', 'sign-ins meanwhile', 'median ms', 'p99 ms', 'longest ms'],
  ...['median ms before', 'p99 ms before', 'longest ms before'],
]

/** Sign-ins one after the other, first alone, then while the same process sweeps the store empty. */
export async function benchSweep(place: Place, { people }: FullStore, effort: Effort): Promise<readonly string[]> {
  progress(`${place.name}: sign-ins before the sweep`)
  const signIn = (turn: number): Promise<void> => people.signIn(turn % people.ids.length)
  const before = await timesOf((done) => done < effort.rounds * effort.signIns, signIn)
  const start = performance.now()
  let isOver = false
  const sweeping = sweepAll(place, people.tap.maintenance).finally(() => {
    isOver = true
  })
  const during = await timesOf(() => !isOver, signIn)
  const deleted = await sweeping
  const seconds = (performance.now() - start) / 1_000
  const counts = [deleted.toLocaleString('en-US'), figure(seconds), during.length.toLocaleString('en-US')]
  return [place.name, ...counts, ...[...spreadOf(during), ...spreadOf(before)].map(figure)]
}

function spreadOf(times: readonly number[]): readonly number[] {
  return [median(times), quantile(times, 0.99), quantile(times, 1)]
}

// Batches of 500, until one says that it was the last. SQLite answers without the event loop, so it is let run in between.
async function sweepAll({ name }: Place, { sweep }: FullStore['people']['tap']['maintenance']): Promise<number> {
  let deleted = 0
  for (;;) {
    const batch = await sweep()
    if (Math.floor(deleted / 100_000) < Math.floor((deleted + batch.deleted) / 100_000)) {
      progress(`${name}: ${(deleted + batch.deleted).toLocaleString('en-US')} documents swept`)
    }
    deleted += batch.deleted
    if (batch.isDone) return deleted
    await setImmediate()
  }
}
