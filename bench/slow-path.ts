import { randomBytes, scrypt } from 'node:crypto'
import { defaultHashConcurrency } from '../src/system.js'
import { interleave, median, medianRatio, quantile } from './support/compare.js'
import type { ProbeTimes } from './support/probe.js'
import { whileProbing } from './support/probe.js'
import { figure, report } from './support/report.js'
import type { World } from './support/world.js'
import { createWorld, signInOrThrow } from './support/world.js'

const rounds = 5
const callerCounts = [1, 2, 4, 8, 16, 32]
const minCallsPerRound = 4
// The cost of `src/crypto/verifier.ts`.
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 }

interface Measured {
  readonly perSecond: number
  readonly probes: ProbeTimes
}

/** Compares sign-ins with short codes with bare scrypt, both with as many concurrent hashes as a tap allows. */
export async function benchSlowPath(): Promise<void> {
  const world = await createWorld({ defaultLength: 8 }, Math.max(...callerCounts))
  const rows: (readonly string[])[] = []
  for (const callers of callerCounts) rows.push(await compareAt(callers, world))
  report(
    `Sign-ins, short codes (8 symbols, scrypt N=2^15 r=8 p=3, ${defaultHashConcurrency()} hashes at once)`,
    ['callers', '`tap.signIn` a second', 'bare scrypt a second', 'ratio', 'loop delay p99, ms', 'fs.stat p99, ms'],
    rows,
  )
}

async function compareAt(callers: number, world: World): Promise<readonly string[]> {
  const [signIns = [], bare = []] = await interleave(
    [
      { name: 'signIn', run: () => measure(callers, (caller) => signInOrThrow(world, world.users[caller])) },
      { name: 'scrypt', run: () => measure(callers, limited(defaultHashConcurrency(), bareHash)) },
    ],
    rounds,
  )
  const speed = (measured: readonly Measured[]): readonly number[] => measured.map(({ perSecond }) => perSecond)
  return [
    String(callers),
    figure(median(speed(signIns))),
    figure(median(speed(bare))),
    figure(medianRatio(speed(signIns), speed(bare))),
    compareProbes(signIns, bare, ({ loopDelays }) => loopDelays),
    compareProbes(signIns, bare, ({ statTimes }) => statTimes),
  ]
}

/** Each caller waits for the result of a call before the next one. */
async function measure(callers: number, call: (caller: number) => Promise<unknown>): Promise<Measured> {
  const calls = Math.ceil(minCallsPerRound / callers)
  const { result, probes } = await whileProbing(async () => {
    const start = performance.now()
    await Promise.all(Array.from({ length: callers }, (_, caller) => repeat(calls, () => call(caller))))
    return (calls * callers * 1000) / (performance.now() - start)
  })
  return { perSecond: result, probes }
}

async function repeat(times: number, call: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time += 1) await call()
}

function bareHash(): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt('K7MQZ3XW', randomBytes(16), 32, cost, (error, hash) => (error ? reject(error) : resolve(hash)))
  })
}

/** Limits concurrent calls. The others wait in the order of their arrival. */
function limited<T>(concurrency: number, work: () => Promise<T>): () => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async () => {
    if (running === concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/** Our figure, followed in brackets by the figure of bare scrypt. */
function compareProbes(
  ours: readonly Measured[],
  bare: readonly Measured[],
  of: (probes: ProbeTimes) => readonly number[],
): string {
  const [our, their] = [ours, bare].map((all) =>
    quantile(
      all.flatMap(({ probes }) => of(probes)),
      0.99,
    ),
  )
  return `${figure(our ?? Number.NaN)} (${figure(their ?? Number.NaN)})`
}
