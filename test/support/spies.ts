import type { Directory } from '../../src/ports/directory.js'
import type { RandomBytes } from '../../src/ports/random-bytes.js'
import type { Store } from '../../src/ports/store.js'

/** The calls in order, one word each. */
export type Journal = string[]

/** Returns the store. It records every call in the journal first. */
export function spiedStore(store: Store, journal: Journal): Store {
  return {
    keepsWhatItShows: store.keepsWhatItShows,
    sendsOnce: store.sendsOnce,
    read: (keys) => {
      journal.push(`read ${keys.map(({ kind }) => kind).join(' ')}`)
      return store.read(keys)
    },
    compareAndSet: (...write) => {
      journal.push('write')
      return store.compareAndSet(...write)
    },
    sweep: (batch) => {
      journal.push('sweep')
      return store.sweep(batch)
    },
    scan: (page) => {
      journal.push('scan')
      return store.scan(page)
    },
  }
}

export function spiedDirectory(directory: Directory, journal: Journal): Directory {
  return {
    findUser: (query) => {
      journal.push('findUser')
      return directory.findUser(query)
    },
  }
}

export function spiedBytes(randomBytes: RandomBytes, journal: Journal): RandomBytes {
  return (length) => {
    journal.push(`draw ${length}`)
    return randomBytes(length)
  }
}

/** Returns the store with some methods replaced. Change `overrides` at any time. */
export function alteredStore(store: Store, overrides: Partial<Store>): Store {
  return {
    keepsWhatItShows: store.keepsWhatItShows,
    sendsOnce: store.sendsOnce,
    read: (keys) => (overrides.read ?? store.read)(keys),
    compareAndSet: (...write) => (overrides.compareAndSet ?? store.compareAndSet)(...write),
    sweep: (batch) => (overrides.sweep ?? store.sweep)(batch),
    scan: (page) => (overrides.scan ?? store.scan)(page),
  }
}
