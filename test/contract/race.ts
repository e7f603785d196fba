import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { ChildContext } from '../support/processes.js'

/** The task of one of several racing processes. */
export interface RaceArgument {
  readonly address: StoreAddress
  readonly racer: number
  readonly rounds: number
  /** Concurrent writes of this process in each round. */
  readonly attempts: number
}

/** The number of successful writes of this process, by round. */
export type RaceWins = readonly number[]

/** Runs in a child process. In each round, all processes try to replace the same revision. */
export async function race(
  { address, racer, rounds, attempts }: RaceArgument,
  { arrive }: ChildContext,
): Promise<RaceWins> {
  const { store, close } = await openStore(address)
  const key = { tenantId: 'race', kind: 'race', id: 'one' }
  const wins: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await arrive()
    const [before] = await store.read([key])
    await arrive()
    const written = await Promise.all(
      Array.from({ length: attempts }, (_, attempt) => {
        const revision = `${round}-${racer}-${attempt}`
        const next = { revision, body: JSON.stringify({ revision }), seal: revision, retainUntilMs: null }
        return untilNotBusy(() => store.compareAndSet(key, before?.revision ?? null, next))
      }),
    )
    wins.push(written.filter((won) => won).length)
  }
  await close()
  return wins
}

/** The task of one of several counting processes. */
export interface CountArgument {
  readonly address: StoreAddress
  readonly racer: number
  readonly increments: number
}

/** Runs in a child process. Increments a shared number, and repeats each increment until it is written. */
export async function count({ address, racer, increments }: CountArgument, { arrive }: ChildContext): Promise<number> {
  const { store, close } = await openStore(address)
  const key = { tenantId: 'race', kind: 'race', id: 'sum' }
  await arrive()
  for (let written = 0, attempt = 0; written < increments; attempt += 1) {
    const [before] = await store.read([key])
    const revision = `${racer}-${attempt}`
    const next = { revision, body: String(Number(before?.body ?? '0') + 1), seal: revision, retainUntilMs: null }
    if (await untilNotBusy(() => store.compareAndSet(key, before?.revision ?? null, next))) written += 1
  }
  await close()
  return increments
}

/**
 * Repeats a write while SQLite's lock stays with other processes for longer than the store waits for it. Nothing was
 * written then, and how long one process keeps the lock depends on the load of the machine.
 */
async function untilNotBusy(write: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'SQLITE_BUSY') throw error
    }
  }
}
