import { setTimeout } from 'node:timers/promises'
import type { Store } from 'temporary-access-pass'
import { memoryStore } from 'temporary-access-pass/memory'
import { interleave, median, medianRatio, perSecond } from './support/compare.js'
import { figure, report } from './support/report.js'
import type { World } from './support/world.js'
import { createWorld, signInOrThrow } from './support/world.js'

const rounds = 9
const userCount = 100
const roundTripMs = 5

/** Compares sequential sign-ins with and without a witness: without waiting for a server, and with a wait for each call. */
export async function benchWitness(): Promise<void> {
  const rows: string[][] = []
  for (const [name, times, newStore] of [
    ['stores in memory', 3_000, memoryStore],
    [`stores ${roundTripMs} ms away`, 100, distantStore],
  ] as const) {
    const [without = [], witnessed = []] = await interleave(
      [
        await contender('without a witness', times, { store: newStore() }),
        await contender('with a witness', times, { store: newStore(), witness: newStore() }),
      ],
      rounds,
    )
    rows.push([name, figure(median(without)), figure(median(witnessed)), figure(medianRatio(witnessed, without))])
  }
  report(
    'Sign-ins with a witness (48 symbols, multi-use, one at a time)',
    ['', 'without, a second', 'with, a second', 'ratio'],
    rows,
  )
}

async function contender(
  name: string,
  times: number,
  stores: { readonly store: Store; readonly witness?: Store },
): Promise<{ readonly name: string; run(): Promise<number> }> {
  const world = await createWorld({ defaultLength: 48 }, userCount, stores)
  return { name, run: () => signInRepeatedly(world, times) }
}

function signInRepeatedly(world: World, times: number): Promise<number> {
  let next = 0
  return perSecond(times, () => {
    next += 1
    return signInOrThrow(world, world.users[next % world.users.length])
  })
}

function distantStore(): Store {
  const store = memoryStore()
  const afterRoundTrip = async <T>(work: () => Promise<T>): Promise<T> => {
    await setTimeout(roundTripMs)
    return work()
  }
  return {
    ...store,
    read: (keys) => afterRoundTrip(() => store.read(keys)),
    compareAndSet: (...write) => afterRoundTrip(() => store.compareAndSet(...write)),
  }
}
