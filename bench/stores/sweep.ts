import { setImmediate } from 'node:timers/promises'
import { timesOf } from '../support/callers.js'
import { median, quantile } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { BenchServer } from './bench-servers.js'
import type { FullStore } from './full-store.js'
import type { Effort } from './options.js'

export const sweepHeader: readonly string[] = [
  ...['Store', 'documents swept', 'seconds', 'sign-ins meanwhile', 'median ms', 'p99 ms', 'longest ms'],
  ...['median ms before', 'p99 ms before', 'longest ms before'],
]

/** Compares sequential sign-ins before and while the same process sweeps the whole store. */
export async function benchSweep(
  server: BenchServer,
  { users }: FullStore,
  effort: Effort,
): Promise<readonly string[]> {
  progress(`${server.name}: sign-ins before the sweep`)
  const signIn = (turn: number): Promise<void> => users.signIn(turn % users.ids.length)
  const before = await timesOf((done) => done < effort.rounds * effort.signIns, signIn)
  const start = performance.now()
  let isOver = false
  const sweeping = sweepAll(server, users.tap.maintenance).finally(() => {
    isOver = true
  })
  const during = await timesOf(() => !isOver, signIn)
  const deleted = await sweeping
  const seconds = (performance.now() - start) / 1_000
  const counts = [deleted.toLocaleString('en-US'), figure(seconds), during.length.toLocaleString('en-US')]
  return [server.name, ...counts, ...[...spreadOf(during), ...spreadOf(before)].map(figure)]
}

function spreadOf(times: readonly number[]): readonly number[] {
  return [median(times), quantile(times, 0.99), quantile(times, 1)]
}

// SQLite is synchronous, so the event loop needs a turn between two batches.
async function sweepAll({ name }: BenchServer, { sweep }: FullStore['users']['tap']['maintenance']): Promise<number> {
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
