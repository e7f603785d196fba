import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'

/** A store whose first write can arrive a second time, like a delayed packet. */
export function rememberingStore(): { readonly store: Store; sendFirstWriteAgain(): Promise<boolean> } {
  const inner = memoryStore()
  let first: Parameters<Store['compareAndSet']> | undefined
  return {
    store: {
      ...inner,
      compareAndSet: (...write) => {
        first ??= write
        return inner.compareAndSet(...write)
      },
    },
    sendFirstWriteAgain: async () => {
      if (!first) throw new Error('Nothing was written')
      return inner.compareAndSet(...first)
    },
  }
}
