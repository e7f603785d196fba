import type { StoreKey } from '../ports/store.js'
import { nameOfKey } from './name-of-key.js'

/** One lock for each stored document. It keeps calls of this process from racing each other at the write. */
export interface KeyedLocks {
  /**
   * Returns a handle for one call. The caller must `release` it, whatever happens.
   *
   * `isPrioritized`: acquires before every waiting handle that is not, so that administrators do not wait for attackers.
   */
  lockFor(key: StoreKey, isPrioritized?: boolean): KeyedLock
}

/** One call's handle on the lock of one document. */
export interface KeyedLock {
  /** Notes that the caller reads the document now. */
  markRead(): void
  /** Returns `true` when another call of this process has written since {@link KeyedLock.markRead}. */
  isStale(): boolean
  /** Resolves when this handle owns the lock. */
  acquire(): Promise<void>
  markWritten(): void
  /** Gives up the lock, or the wait for it. Calling it again does nothing. */
  release(): void
}

interface LockState {
  handles: number
  writes: number
  owner: KeyedLock | undefined
  readonly prioritized: Map<KeyedLock, () => void>
  readonly others: Map<KeyedLock, () => void>
}

export function createKeyedLocks(): KeyedLocks {
  const states = new Map<string, LockState>()

  function lockFor(key: StoreKey, isPrioritized = false): KeyedLock {
    const name = nameOfKey(key)
    const state = states.get(name) ?? newState()
    states.set(name, state)
    state.handles += 1
    let seenWrites = state.writes
    let isReleased = false

    const lock: KeyedLock = {
      markRead() {
        seenWrites = state.writes
      },
      isStale: () => state.writes !== seenWrites,
      acquire() {
        if (state.owner === undefined) state.owner = lock
        if (state.owner === lock) return Promise.resolve()
        const queue = isPrioritized ? state.prioritized : state.others
        return new Promise((resolve) => queue.set(lock, resolve))
      },
      markWritten() {
        state.writes += 1
      },
      release() {
        if (isReleased) return
        isReleased = true
        state.prioritized.delete(lock)
        state.others.delete(lock)
        if (state.owner === lock) passOn(state)
        state.handles -= 1
        if (state.handles === 0) states.delete(name)
      },
    }
    return lock
  }

  return { lockFor }
}

function newState(): LockState {
  return { handles: 0, writes: 0, owner: undefined, prioritized: new Map(), others: new Map() }
}

function passOn(state: LockState): void {
  const queue = state.prioritized.size > 0 ? state.prioritized : state.others
  const [next] = queue
  state.owner = next?.[0]
  if (!next) return
  queue.delete(next[0])
  next[1]()
}
