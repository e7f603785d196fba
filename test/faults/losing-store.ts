import type { Store } from '../../src/ports/store.js'
import type { StorePair } from './store-pair.js'

/** What happens to one write and to its response. */
export type Loss =
  /** Written and acknowledged. */
  | 'none'
  /** Written; the response is an error. */
  | 'answerLost'
  /** Written; the response is `false`, as from a driver that sent the write twice. */
  | 'answerDenied'
  /** Not written; the response is an error. */
  | 'writeLost'
  /** Not written; the response is `false`. */
  | 'writeDenied'
  /** The response is an error, and the write arrives after the next read. */
  | 'lateAfterRead'
  /** The response is an error, and the write arrives after the next write. */
  | 'lateAfterWrite'
  /** Shown to every reader; the response is an error, and a failover of the pair takes the write back. */
  | 'notKept'

/** The losses of a store that keeps what it shows. */
export const losses: readonly Loss[] = [
  'none',
  'answerLost',
  'answerDenied',
  'writeLost',
  'writeDenied',
  'lateAfterRead',
  'lateAfterWrite',
]

/** Returns the store of a pair, which also shows writes that it does not keep. It asks `next` for each write. */
export function losingPair({ store, show }: StorePair, next: () => Loss): Store {
  return losingStore(store, next, show)
}

/** Returns a store that loses writes and responses. It asks `next` for each write. */
export function losingStore(store: Store, next: () => Loss, show: StorePair['show'] = neverShown): Store {
  const late: { readonly after: Loss; readonly write: Parameters<Store['compareAndSet']> }[] = []

  async function arrive(after: Loss): Promise<void> {
    const due = late.filter((delayed) => delayed.after === after)
    for (const delayed of due) {
      late.splice(late.indexOf(delayed), 1)
      await store.compareAndSet(...delayed.write)
    }
  }

  async function lose(loss: Loss, write: Parameters<Store['compareAndSet']>): Promise<boolean> {
    if (loss === 'lateAfterRead' || loss === 'lateAfterWrite') late.push({ after: loss, write })
    if (loss === 'writeDenied') return false
    if (loss === 'none') return store.compareAndSet(...write)
    if (loss === 'notKept') show(...write)
    if (loss === 'answerLost' || loss === 'answerDenied') await store.compareAndSet(...write)
    if (loss === 'answerDenied') return false
    throw new Error('The connection is gone')
  }

  return {
    ...store,
    sendsOnce: false,
    async read(keys) {
      const answer = await store.read(keys)
      await arrive('lateAfterRead')
      return answer
    },
    async compareAndSet(...write) {
      const due = late.length > 0
      const answer = await lose(next(), write)
      if (due) await arrive('lateAfterWrite')
      return answer
    },
  }
}

function neverShown(): never {
  throw new Error('A single store keeps every write that it shows')
}

/** Returns these losses one after another, and then `'none'`. */
export function inTurn(list: readonly Loss[]): () => Loss {
  let at = 0
  return () => list[at++] ?? 'none'
}
