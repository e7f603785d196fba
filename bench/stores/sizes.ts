import { timesOf } from '../support/callers.js'
import { interleave, median, medianRatio, quantile } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import type { BenchServer } from './bench-servers.js'
import type { FullStore } from './full-store.js'
import { openFullStore } from './full-store.js'
import type { Effort } from './options.js'

const smallSize = 1_000

export const sizesHeader: readonly string[] = [
  ...['Store', 'documents', 'median ms', 'p99 ms'],
  ...['median ms at 1,000', 'p99 ms at 1,000', 'ratio of medians'],
]

/** Compares sequential sign-ins on a full store and on a small store of the same server. */
export async function benchSizes(server: BenchServer, full: FullStore, effort: Effort): Promise<readonly string[]> {
  const small = await openFullStore(server, smallSize)
  progress(`${server.name}: sign-ins at both sizes`)
  const measure = (store: FullStore) => () => signInRepeatedly(store, effort.signIns)
  const [fullTimes = [], smallTimes = []] = await interleave(
    [
      { name: 'full', run: measure(full) },
      { name: 'small', run: measure(small) },
    ],
    effort.rounds,
  )
  await small.close()
  const ratio = medianRatio(fullTimes.map(median), smallTimes.map(median))
  const columns = [fullTimes, smallTimes].flatMap((rounds) => [median(rounds.flat()), quantile(rounds.flat(), 0.99)])
  return [server.name, effort.documents.toLocaleString('en-US'), ...[...columns, ratio].map(figure)]
}

function signInRepeatedly({ users }: FullStore, times: number): Promise<readonly number[]> {
  return timesOf(
    (done) => done < times,
    (turn) => users.signIn(turn % users.ids.length),
  )
}
