import type { TapOptions } from '../../../src/api/options.js'
import { isTapError } from '../../../src/errors.js'
import type { Store, StoreKey } from '../../../src/ports/store.js'
import type { StorePair, StoreWrite } from '../../faults/store-pair.js'
import { jumpingTimer } from '../../support/jumping-timer.js'

/** What differs between processes: the connection, and the time that a call takes. */
export type ProcessPorts = Required<Pick<TapOptions, 'store' | 'timer'>>

/** How a call ended. */
export type Ended = { readonly answer: unknown } | { readonly error: unknown }

export async function ended(call: Promise<unknown>): Promise<Ended> {
  return call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  )
}

/** Error codes that say something about what is stored. */
const stating = ['TAP_PASS_NOT_FOUND', 'TAP_USER_NOT_FOUND', 'TAP_INVALID_TRANSITION']

/**
 * Returns whether the end of a call says what is so: done, unchanged, already gone, not found, or the state that a request
 * is in. A refusal that names no state says nothing, and neither does any other error.
 */
export function statesSomething(end: Ended): boolean {
  if ('error' in end) return isTapError(end.error) && stating.includes(end.error.code)
  const { ok, state } = Object(end.answer) as { readonly ok?: unknown; readonly state?: unknown }
  return ok !== false || state !== undefined
}

/**
 * A process whose writes are kept and acknowledged. `beforeWrite` runs once, before its first write. `unkeptReads` returns
 * the keys under which it has read last what a failover would take back.
 */
export function healthy(
  { store, isUnkept, expects }: StorePair,
  beforeWrite?: () => Promise<unknown>,
): { readonly ports: ProcessPorts; unkeptReads(): readonly StoreKey[] } {
  const reads = new Map<string, { readonly key: StoreKey; readonly revision: string | null }>()
  let writes = 0
  const watched: Store = {
    ...store,
    async read(keys) {
      const documents = await store.read(keys)
      for (const [at, key] of keys.entries()) {
        reads.set(JSON.stringify(key), { key, revision: documents[at]?.revision ?? null })
      }
      return documents
    },
    async compareAndSet(...write) {
      if (isDecoy(write)) return store.compareAndSet(...write)
      writes += 1
      if (writes === 1) await beforeWrite?.()
      return store.compareAndSet(...write)
    },
  }
  return {
    ports: { store: watched, timer: jumpingTimer() },
    unkeptReads: () =>
      [...reads.values()].flatMap(({ key, revision }) =>
        isUnkept(key) && expects([key, revision, null]) ? [key] : [],
      ),
  }
}

/** A process whose standby is away: its writes are shown and never acknowledged. */
export function unacknowledged({ store, show }: StorePair): ProcessPorts {
  return {
    timer: jumpingTimer(),
    store: {
      ...store,
      async compareAndSet(...write) {
        show(...write)
        throw new Error('The standby does not answer')
      },
    },
  }
}

/** A process that dies when its `at`-th write is shown, before the write is kept. */
export function dying(
  { store, show }: StorePair,
  at: number,
): { readonly ports: ProcessPorts; readonly death: Promise<void> } {
  let writes = 0
  let die = (): void => {}
  const death = new Promise<void>((resolve) => {
    die = resolve
  })
  const forever = new Promise<never>(() => undefined)
  const alive = <T>(work: () => Promise<T>): Promise<T> => (writes < at ? work() : forever)
  return {
    death,
    ports: {
      timer: jumpingTimer(),
      store: {
        read: (keys) => alive(() => store.read(keys)),
        sweep: (batch) => alive(() => store.sweep(batch)),
        scan: (page) => alive(() => store.scan(page)),
        compareAndSet: (...write) =>
          alive(() => {
            if (!isDecoy(write)) writes += 1
            if (writes < at) return store.compareAndSet(...write)
            show(...write)
            die()
            return forever
          }),
      },
    },
  }
}

function isDecoy([{ kind }]: StoreWrite): boolean {
  return kind === 'decoy'
}
