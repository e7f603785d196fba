import { randomBytes, scrypt } from 'node:crypto'
import type { PassRow, ServiceActor } from 'temporary-access-pass'
import { interleave, median, medianRatio, quantile } from './support/compare.js'
import { figure, report } from './support/report.js'
import type { World } from './support/world.js'
import { createWorld, signInOrThrow } from './support/world.js'

const rounds = 5
const rowsARound = 12
// The cost of `src/crypto/verifier.ts`.
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 }
const desk: ServiceActor = { kind: 'app', id: 'hr', permissions: ['passes.create'] }

/** Compares a list with short codes with bare scrypt, one hash at a time. Then measures other sign-ins during the list. */
export async function benchBulk(): Promise<void> {
  const world = await createWorld({ defaultLength: 8 }, rowsARound + 1)
  const fast = await createWorld({ defaultLength: 48 }, rowsARound + 1)
  let list = 0
  const issue = (): Promise<number> => issueList(world, `list ${++list}`)
  const [bulk = [], bare = []] = await interleave(
    [
      { name: 'createMany', run: issue },
      { name: 'scrypt', run: bareHashes },
    ],
    rounds,
  )
  report(
    `A list of ${rowsARound} users, short codes (8 symbols, scrypt N=2^15 r=8 p=3, one at a time)`,
    ['`createMany`, rows a second', 'bare scrypt a second', 'ratio'],
    [[figure(median(bulk)), figure(median(bare)), figure(medianRatio(bulk, bare))]],
  )
  const rows: (readonly string[])[] = []
  for (const [name, other] of [
    ['short codes', world],
    ['long codes', fast],
  ] as const) {
    const [alone = [], duringList = [], duringBare = []] = await interleave(
      [
        { name: 'alone', run: () => signInsDuring(other, pause) },
        { name: 'during a list', run: () => signInsDuring(other, issue) },
        { name: 'during bare scrypt', run: () => signInsDuring(other, bareHashes) },
      ],
      rounds,
    )
    rows.push([name, ...[alone, duringList, duringBare].map((times) => figure(quantile(times.flat(), 0.99)))])
  }
  report(
    'Other sign-ins meanwhile, p99 in milliseconds, one caller',
    ['sign-ins with', 'alone', 'during a list', 'during bare scrypt, one at a time'],
    rows,
  )
}

/** @returns rows per second. */
async function issueList({ tap, users }: World, idempotencyKey: string): Promise<number> {
  const rows: readonly PassRow[] = users.slice(1).map(({ user }) => ({ user, idempotencyKey }))
  const start = performance.now()
  for await (const result of tap.passes.createMany({ actor: desk, rows })) {
    if (result.outcome !== 'created') throw new Error(`A row was ${result.outcome}`)
  }
  return (rows.length * 1_000) / (performance.now() - start)
}

async function bareHashes(): Promise<number> {
  const start = performance.now()
  for (let count = 0; count < rowsARound; count += 1) {
    await new Promise((resolve, reject) => {
      scrypt('K7MQZ3XW', randomBytes(16), 32, cost, (error, hash) => (error ? reject(error) : resolve(hash)))
    })
  }
  return (rowsARound * 1_000) / (performance.now() - start)
}

/** One caller signs in repeatedly while the work runs. Returns the milliseconds of each sign-in. */
async function signInsDuring(world: World, work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  let isDone = false
  const done = work().finally(() => {
    isDone = true
  })
  while (!isDone) {
    const start = performance.now()
    await signInOrThrow(world, world.users[0])
    times.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await done
  return times
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_500))
}
