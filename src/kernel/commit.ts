import { BusyError, PortFailedError } from '../errors.js'
import type { StoreKey } from '../ports/store.js'
import { storeOutcome } from '../ports/store-error.js'
import type { Change } from './change.js'
import type { Decided } from './decision.js'
import { settle } from './decision.js'
import type { Deps } from './deps.js'
import { portDeadlineMs } from './guarded-ports.js'
import type { KeyedLock } from './keyed-lock.js'
import type { Step } from './next-step.js'
import { busyAfter, nextStep, retryAfterInSeconds } from './next-step.js'
import type { RetryReason } from './retry-pauses.js'
import { retryPauses } from './retry-pauses.js'
import type { SentWrites } from './sent-writes.js'
import { createSentWrites } from './sent-writes.js'
import type { Write } from './write.js'

/**
 * Commits one change of the document under `key`. It acquires the document's lock itself, before the sign-ins that wait.
 *
 * `first`: see {@link commitUnderLock}.
 *
 * @throws {@link BusyError} after 5 s of lost races, or if it cannot find out whether its write was stored;
 * {@link PortFailedError} when the store refuses, and after 5 s of other failures.
 */
export async function commit<State, Value>(
  deps: Deps,
  key: StoreKey,
  change: Change<State, Value>,
  first?: State,
): Promise<Value> {
  const lock = deps.locks.lockFor(key, true)
  try {
    return await commitUnderLock(deps, lock, change, first)
  } finally {
    lock.release()
  }
}

interface Attempted<Value> {
  /** Its write is acknowledged. */
  readonly result?: Decided<Value> | undefined
  readonly retry?: RetryReason | undefined
  readonly error?: PortFailedError | undefined
}

/**
 * Retries reading, deciding and writing until a write is acknowledged. The caller releases the lock.
 *
 * Any answer but `true` says nothing about what is stored, so the state is read again. If the state contains a commit of
 * this call, that commit won. Otherwise the change is decided again; an earlier write that is still on its way expects an
 * older revision. If more writes have followed than a document remembers, the call is busy.
 *
 * A read may show what is not durable yet. So a result that needs no change of its own waits until the state that it was
 * decided on is stored once more.
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
  const sent = createSentWrites<Value>()
  const pauses = retryPauses(deps)
  let isAnySent = false
  await acquire(deps, lock)
  let state = lock.isStale() ? undefined : first
  for (;;) {
    const { result, retry, error } = await attempt()
    if (result) return settle(result)
    const remainingMs = deadlineMs - deps.timer.now()
    if (remainingMs <= 0 || !pauses.mayRetry(retry)) throw error ?? busyAfter(sent)
    if (retry) await pauses.wait(retry, remainingMs)
  }

  async function attempt(): Promise<Attempted<Value>> {
    try {
      const current = state ?? (await read())
      state = undefined
      const step = nextStep(deps, change, sent, current)
      const { result, write } = step
      if (!write) return { result }
      isAnySent = true
      // A lost decoy counts as written: the calls that wait must read again as after any write, or their timing tells.
      if ((await send(deps, sent, step, write)) || write.isDecoy) {
        lock.markWritten()
        return { result }
      }
      return { retry: (await hasWonAfterAll()) ? undefined : 'lostRace' }
    } catch (error) {
      return { retry: retryAfter(error, isAnySent), error: error as PortFailedError }
    }
  }

  /** Some drivers send a write twice. Reads before the pause, because others write during it. */
  async function hasWonAfterAll(): Promise<boolean> {
    if (sent.isEmpty()) return false
    const seen = await read()
    const commits = change.commits(seen)
    sent.note(commits)
    if (!sent.find(commits)) return false
    state = seen
    return true
  }

  function read(): Promise<State> {
    lock.markRead()
    return change.read()
  }
}

async function send<Value>(
  { ports }: Deps,
  sent: SentWrites<Value>,
  { commitId }: Step<Value>,
  { key, expected, next }: Write,
): Promise<boolean> {
  try {
    const isWritten = await ports.compareAndSet(key, expected, next)
    if (commitId !== undefined && !isWritten && ports.sendsOnce) sent.remove(commitId)
    return isWritten
  } catch (error) {
    // The store may have written although the witness failed.
    const isUnknown = !isPortFailure(error, ['store']) || storeOutcome(error.cause) === 'unknown'
    if (commitId !== undefined && !isUnknown) sent.remove(commitId)
    throw error
  }
}

/** Throws the error if reading and writing again cannot help. */
function retryAfter(error: unknown, isAnySent: boolean): RetryReason {
  if (!isPortFailure(error, ['store', 'witness'])) throw error
  const outcome = storeOutcome(error.cause)
  // Before anything was sent there is nothing to find out.
  if (outcome === 'notWritten' || (outcome === 'unknown' && !isAnySent)) throw error
  return outcome
}

function isPortFailure(error: unknown, ports: readonly PortFailedError['port'][]): error is PortFailedError {
  return error instanceof PortFailedError && ports.includes(error.port)
}

async function acquire(deps: Deps, lock: KeyedLock): Promise<void> {
  try {
    await deps.timer.within(portDeadlineMs, () => lock.acquire())
  } catch {
    throw new BusyError(retryAfterInSeconds)
  }
}
