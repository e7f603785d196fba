import { BusyError, PortFailedError } from '../errors.js'
import type { StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import { drawId } from './draw-id.js'
import { portDeadlineMs } from './guarded-ports.js'
import type { KeyedLock } from './keyed-lock.js'
import type { Write } from './write.js'

/** What to return once the write, if there is one, is acknowledged. */
export interface Decision<Value> {
  readonly value: Value
  readonly write?: Write | undefined
}

/** The parts of one change of one document. */
export interface Change<State, Value> {
  read(): Promise<State>
  /** Pure, except for random ids that it draws. It runs again whenever another write may have come first. */
  decide(state: State, commitId: string): Decision<Value>
  /** Returns `true` when this state holds what that commit wrote. */
  contains(state: State, commitId: string): boolean
  /** Returns the write that stores the state again, unchanged. */
  rewrite(state: State): Write
}

/** The longest pause after a lost race, and between two calls to a store that fails. */
const maxPauseMs = 16
const retryAfterInSeconds = 2

/**
 * Commits one change of the document under `key`. It acquires the document's lock itself, before the sign-ins that wait.
 *
 * @throws {@link BusyError} after 5 s of lost races; {@link PortFailedError} after 5 s of a failing store.
 */
export async function commit<State, Value>(deps: Deps, key: StoreKey, change: Change<State, Value>): Promise<Value> {
  const lock = deps.locks.lockFor(key, true)
  try {
    return await commitUnderLock(deps, lock, change)
  } finally {
    lock.release()
  }
}

/**
 * Retries reading, deciding and writing until the write is acknowledged. The caller releases the lock.
 *
 * Any answer but `true` says nothing about what is stored, so the state is read again. If the state contains a commit of
 * this call, that commit won. It counts only after one more compare-and-set on top of it, because a read may show what is
 * not durable yet. Otherwise the change is decided again; an earlier write that is still on its way expects an older
 * revision.
 *
 * `first`: a state that was read before, used while no other call of this process has written.
 */
export async function commitUnderLock<State, Value>(
  deps: Deps,
  lock: KeyedLock,
  change: Change<State, Value>,
  first?: State,
): Promise<Value> {
  const deadlineMs = deps.timer.now() + portDeadlineMs
  const sent = new Map<string, Value>()
  await acquire(deps, lock)
  let state = lock.isStale() ? undefined : first
  for (let round = 0; ; round += 1) {
    const outcome = await attempt()
    if ('value' in outcome) return outcome.value
    if (deps.timer.now() >= deadlineMs) throw outcome.error ?? new BusyError(retryAfterInSeconds)
    await pause(deps, round)
  }

  async function attempt(): Promise<{ readonly value: Value } | { readonly error?: PortFailedError | undefined }> {
    try {
      const current = state ?? (await read())
      state = undefined
      const { value, write } = next(current)
      if (!write) return { value }
      const isWritten = await deps.ports.compareAndSet(write.key, write.expected, write.next)
      // A lost decoy counts as written: the calls that wait must read again as after any write, or their timing tells.
      if (isWritten || write.isDecoy) lock.markWritten()
      return isWritten || write.isDecoy ? { value } : {}
    } catch (error) {
      // Before anything was sent there is nothing to find out: the failure is the result.
      if (sent.size === 0 || !(error instanceof PortFailedError) || !isUncertain(error)) throw error
      return { error }
    }
  }

  function read(): Promise<State> {
    lock.markRead()
    return change.read()
  }

  function next(current: State): Decision<Value> {
    for (const [commitId, value] of sent) {
      if (change.contains(current, commitId)) return { value, write: change.rewrite(current) }
    }
    const commitId = drawId(deps.ports.randomBytes)
    const decision = change.decide(current, commitId)
    if (decision.write) sent.set(commitId, decision.value)
    return decision
  }
}

/** The store may have written although the witness failed: the document is then newer than its witness. */
function isUncertain({ port }: PortFailedError): boolean {
  return port === 'store' || port === 'witness'
}

async function acquire(deps: Deps, lock: KeyedLock): Promise<void> {
  try {
    await deps.timer.within(portDeadlineMs, () => lock.acquire())
  } catch {
    throw new BusyError(retryAfterInSeconds)
  }
}

async function pause(deps: Deps, round: number): Promise<void> {
  const [random = 0] = deps.ports.randomBytes(1)
  const maxMs = Math.min(2 ** Math.min(round, 10), maxPauseMs)
  await deps.timer.wait((random / 255) * maxMs)
}
