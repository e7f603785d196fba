import type { TapOptions } from '../../src/api/options.js'
import type { World } from '../support/world.js'

/** How a call to a port goes wrong. */
export type Fault = 'throws' | 'hangs' | 'lies'

export const faults: readonly Fault[] = ['throws', 'hangs', 'lies']

/** A port and one of its operations. */
export type PortCall = `${string}.${string}`

/** Records the port calls in order, and names the one that fails. */
export interface Plan {
  readonly calls: PortCall[]
  /** Counted from 0. */
  readonly at: number
  readonly fault: Fault
}

/** Returns a plan in which no call fails. */
export function undisturbed(): Plan {
  return { calls: [], at: -1, fault: 'throws' }
}

export class Broken extends Error {
  override readonly name = 'Broken'
}

/** Returns the ports of the world, one call of which fails as planned and does nothing else. */
export function faultyPorts(world: World, plan: Plan): Partial<TapOptions> {
  function callPort<Answer>(call: PortCall, lie: unknown, answer: () => Answer): Answer {
    plan.calls.push(call)
    if (plan.calls.length - 1 !== plan.at) return answer()
    if (plan.fault === 'throws') throw new Broken(call)
    // A synchronous port cannot hang: a promise comes closest.
    return (plan.fault === 'hangs' ? new Promise(() => undefined) : lie) as Answer
  }
  const { store, users, keys, clock, randomBytes } = world
  return {
    store: {
      read: async (keys) => callPort('store.read', [{ body: 7 }], () => store.read(keys)),
      compareAndSet: async (...write) => callPort('store.compareAndSet', 'true', () => store.compareAndSet(...write)),
      sweep: async (batch) => callPort('store.sweep', -1, () => store.sweep(batch)),
      scan: async (page) => callPort('store.scan', { entries: [{}] }, () => store.scan(page)),
    },
    directory: {
      findUser: async ({ user }) => callPort('directory.findUser', { id: 7, isEnabled: 'yes' }, () => users.get(user)),
    },
    keys: async () => callPort('keys.get', [{ id: 'short', secret: 'c2hvcnQ' }], () => keys),
    authorize: async () => callPort('authorize.ask', 'true', () => true),
    // A sink returns nothing, so it cannot lie.
    events: async (event) => callPort('events.tell', undefined, () => void world.events.push(event)),
    // The results of a deliverer and a notifier are ignored.
    deliverer: async () => callPort('deliverer.deliver', 7 as never, () => undefined),
    notifier: async () => callPort('notifier.notify', 7 as never, () => undefined),
    clock: () => callPort('clock.now', Number.NaN, () => clock.now()),
    randomBytes: (length) => callPort('randomBytes.draw', new Uint8Array(length + 1), () => randomBytes(length)),
  }
}
