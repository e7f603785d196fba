import fc from 'fast-check'
import type { TapOptions } from '../../src/api/options.js'
import type { Tap } from '../../src/api/tap.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { SignInRefusalReason } from '../../src/core/sign-in/sign-in.js'
import type { RandomBytes } from '../../src/ports/random-bytes.js'
import type { Store } from '../../src/ports/store.js'
import type { World } from './world.js'

/** Delays each store call twice: on the way to the store and on the way back. */
function scheduledStore(scheduler: fc.Scheduler, store: Store): Store {
  async function delayed<Answer>(label: string, work: () => Promise<Answer>): Promise<Answer> {
    await scheduler.schedule(Promise.resolve(), `${label} goes`)
    const answer = await work()
    await scheduler.schedule(Promise.resolve(), `${label} comes back`)
    return answer
  }
  return {
    read: (keys) => delayed('read', () => store.read(keys)),
    compareAndSet: (...write) => delayed('write', () => store.compareAndSet(...write)),
    sweep: (batch) => delayed('sweep', () => store.sweep(batch)),
    scan: (page) => delayed('scan', () => store.scan(page)),
  }
}

/** Returns processes on one store whose calls arrive in any order. The tap of the world itself is not delayed. */
export function processesOf(
  world: World,
  scheduler: fc.Scheduler,
  count: number,
  options: Partial<TapOptions> = {},
): readonly Tap[] {
  const store = scheduledStore(scheduler, world.store)
  const randomBytes = impatient(world.randomBytes)
  return Array.from({ length: count }, () => world.another({ store, randomBytes, ...options }))
}

/** Makes lost races retry at once, because the scheduler delays them enough. */
export function impatient(randomBytes: RandomBytes): RandomBytes {
  return (length) => (length === 1 ? new Uint8Array(1) : randomBytes(length))
}

export type Entered = SignInRefusalReason | 'signedIn'

export async function enter(tap: Tap | undefined, code: string, user = 'ada', source = user): Promise<Entered> {
  const result = await tap?.signIn({ user, code, source })
  if (result === undefined) throw new Error('There is no such process')
  return result.ok ? 'signedIn' : revealRefusal(result)
}

/** Tries every code once and from its own source, over the processes in turn. */
export function enterAll(taps: readonly Tap[], codes: readonly string[]): Promise<readonly Entered[]> {
  return Promise.all(codes.map((code, index) => enter(taps[index % taps.length], code, 'ada', `source ${index}`)))
}

export function countOf<T>(values: readonly T[], value: T): number {
  return values.filter((other) => other === value).length
}

/** Returns a part of the number of runs in TAP_TEST_RUNS. */
export function runs(share: number): { readonly numRuns: number } {
  return { numRuns: Math.max(2, Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) * share)) }
}
