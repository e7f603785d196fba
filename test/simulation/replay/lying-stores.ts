import type { Store, StoredDocument } from '../../../src/ports/store.js'
import { StoreError } from '../../../src/ports/store-error.js'

/** A real store with one lie. A replay must notice it. */
export interface LyingStore {
  /** As the end of a sentence that begins with `a store that`. */
  readonly lie: string
  tell(store: Store): Store
}

export const lyingStores: readonly LyingStore[] = [
  {
    lie: 'acknowledges a write that it refuses',
    tell: (store) => writing(store, async (write) => (await write()) || true),
  },
  {
    lie: 'acknowledges every tenth write without storing it',
    tell: (store) =>
      writing(
        store,
        everyTenth(async () => true),
      ),
  },
  {
    lie: 'refuses every tenth write after storing it',
    tell: (store) =>
      writing(
        store,
        everyTenth(async (write) => (await write()) && false),
      ),
  },
  {
    lie: 'says of every tenth write that it was not written, after storing it',
    tell: (store) =>
      writing(
        store,
        everyTenth(async (write) => {
          await write()
          throw new StoreError('notWritten', new Error('read-only'))
        }),
      ),
  },
  {
    lie: 'sends a write again if its answer was lost',
    tell: (store) => writing(store, (write) => write().catch(write)),
  },
  {
    lie: 'reads an earlier version now and then',
    tell(store) {
      const seen = new Map<string, StoredDocument | undefined>()
      let reads = 0
      return {
        ...store,
        async read(keys) {
          const found = await store.read(keys)
          return found.map((document, index) => {
            const name = JSON.stringify(keys[index])
            const earlier = seen.get(name)
            seen.set(name, document)
            reads += 1
            return reads % 10 === 0 ? earlier : document
          })
        },
      }
    },
  },
  {
    lie: 'changes the bytes of what it returns',
    tell: (store) => ({
      ...store,
      async read(keys) {
        const found = await store.read(keys)
        return found.map((document) => document && { ...document, body: `${document.body} ` })
      },
    }),
  },
  {
    lie: 'leaves a document out of its lists',
    tell: (store) => ({
      ...store,
      async scan(page) {
        const { entries, ...rest } = await store.scan(page)
        return { ...rest, entries: entries.slice(1) }
      },
    }),
  },
  {
    lie: 'counts one removal too many',
    tell: (store) => ({ ...store, sweep: async (batch) => (await store.sweep(batch)) + 1 }),
  },
]

type Write = () => Promise<boolean>

function writing(store: Store, lie: (write: Write) => Promise<boolean>): Store {
  return { ...store, compareAndSet: (...write) => lie(() => store.compareAndSet(...write)) }
}

function everyTenth(lie: (write: Write) => Promise<boolean>): (write: Write) => Promise<boolean> {
  let writes = 0
  return (write) => {
    writes += 1
    return writes % 10 === 0 ? lie(write) : write()
  }
}
