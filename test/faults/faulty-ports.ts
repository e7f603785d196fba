import type { TapOptions } from '../../src/api/options.js'
import type { World } from '../support/world.js'

/** How a call to a port goes wrong. */
export type Fault = 'throws' | 'hangs' | 'lies'

export const faults: readonly Fault[] = ['throws', 'hangs', 'lies']

/** A port and the operation that was asked of it. */
export type PortCall = `${string}.${string}`

/** What ports were asked, in order, and the one call that goes wrong. */
export interface Plan {
  readonly calls: PortCall[]
  /** Counted from 0. */
  readonly at: number
  readonly fault: Fault
}

/** A plan under which nothing goes wrong. */
export function undisturbed(): Plan {
  return { calls: [], at: -1, fault: 'throws' }
}

export class Broken extends Error {
  override readonly name = 'Broken'
}

/** The world's ports, one call to which goes wrong as planned: instead of doing anything. */
export function faultyPorts(world: World, plan: Plan): Partial<TapOptions> {
  function asked<Answer>(call: PortCall, lie: unknown, answer: () => Answer): Answer {
    plan.calls.push(call)
    if (plan.calls.length - 1 !== plan.at) return answer()
    if (plan.fault === 'throws') throw new Broken(call)
    // What has to answer at once cannot hang: a promise is the nearest thing to it.
    return (plan.fault === 'hangs' ? new Promise(() => undefined) : lie) as Answer
  }
  const { store, users, keys, clock, randomBytes } = world
  return {
    store: {
      read: async (keys) => asked('store.read', [{ body: 7 }], () => store.read(keys)),
      compareAndSet: async (...write) => asked('store.compareAndSet', 'true', () => store.compareAndSet(...write)),
      sweep: async (batch) => asked('store.sweep', -1, () => store.sweep(batch)),
      scan: async (page) => asked('store.scan', { entries: [{}] }, () => store.scan(page)),
    },
    directory: {
      findUser: async ({ user }) => asked('directory.findUser', { id: 7, isEnabled: 'yes' }, () => users.get(user)),
    },
    keys: async () => asked('keys.get', [{ id: 'short', secret: 'c2hvcnQ' }], () => keys),
    authorize: async () => asked('authorize.ask', 'true', () => true),
    // A sink has no answer, and so no lie.
    events: async (event) => asked('events.tell', undefined, () => void world.events.push(event)),
    // What a deliverer or a notifier answers is not looked at.
    deliverer: async () => asked('deliverer.deliver', 7 as never, () => undefined),
    notifier: async () => asked('notifier.notify', 7 as never, () => undefined),
    clock: () => asked('clock.now', Number.NaN, () => clock.now()),
    randomBytes: (length) => asked('randomBytes.draw', new Uint8Array(length + 1), () => randomBytes(length)),
  }
}
