import type { Tap } from '../../src/api/tap.js'
import type { Store } from '../../src/ports/store.js'
import { StoreError } from '../../src/ports/store-error.js'
import type { World } from '../support/world.js'

type CompareAndSet = Store['compareAndSet']
export type StoreWrite = Parameters<CompareAndSet>

/** Creates another process whose writes go through `compareAndSet`. */
export function processWith(world: World, compareAndSet: CompareAndSet): Tap {
  return world.another({ store: { ...world.store, sendsOnce: false, compareAndSet } })
}

/** Stands for a store that shows writes and acknowledges none. It refuses at once, so that no test waits. */
export const acknowledgesNothing: CompareAndSet = async () => {
  throw new StoreError('notWritten', new Error('Not acknowledged'))
}

/** Creates a process whose first write takes effect as `fate` says. Every later write is undisturbed. */
export function processWithFirst(world: World, fate: (...write: StoreWrite) => Promise<boolean>): Tap {
  let isFirst = true
  return processWith(world, (...write) => {
    if (!isFirst) return world.store.compareAndSet(...write)
    isFirst = false
    return fate(...write)
  })
}

export function connectionLost(): never {
  throw new Error('The connection is gone')
}
