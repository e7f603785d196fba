import { BusyError, PortFailedError } from '../errors.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import { drawId } from './draw-id.js'
import { portDeadlineMs } from './guarded-ports.js'
import type { Turn } from './keyed-lock.js'

/** One compare-and-set. */
export interface Write {
  readonly key: StoreKey
  readonly expected: string | null
  readonly next: StoredDocument | null
  /** Takes the place of a write that records nothing: it may lose. */
  readonly isDecoy?: boolean | undefined
}

/** What to answer once the write, if there is one, has been acknowledged. */
export interface Decision<Answer> {
  readonly answer: Answer
  readonly write?: Write | undefined
}

/** One change of what is stored, told as its parts. */
export interface Change<State, Answer> {
  read(): Promise<State>
  /** Pure but for what it draws. It is asked again whenever something else may have come between. */
  decide(state: State, commitId: string): Decision<Answer>
  /** Does this state hold what that write made? */
  isMadeBy(state: State, commitId: string): boolean
  /** Writes the state again, unchanged. */
  carryForward(state: State): Write
}

/** What a process that lost a race waits at most, and between two calls to a store that fails. */
const longestWaitMs = 16
const retryAfterInSeconds = 2

/**
 * Read, decide, compare-and-set, and again until the write is acknowledged: the only loop. The caller has joined the
 * turn, and leaves it.
 *
 * Any answer but `true` says nothing about what is stored, so the state is read again. Where it holds a write of ours,
 * that write won, and is believed after one more compare-and-set on top of it: what a read shows may not be durable yet.
 * Where it holds none, everything is decided afresh; a write of ours that is still on its way expects an older revision.
 *
 * @throws {@link BusyError} after 5 s of others' writes; {@link PortFailedError} after 5 s of the store's failing.
 */
export async function commit<State, Answer>(
  deps: Deps,
  turn: Turn,
  change: Change<State, Answer>,
  first?: State,
): Promise<Answer> {
  const deadlineMs = deps.timer.now() + portDeadlineMs
  const sent = new Map<string, Answer>()
  await takeTurn(deps, turn)
  let state = turn.isStale() ? undefined : first
  for (let round = 0; ; round += 1) {
    const failure = await attempt()
    if ('answer' in failure) return failure.answer
    if (deps.timer.now() >= deadlineMs) throw failure.error ?? new BusyError(retryAfterInSeconds)
    await pause(deps, round)
  }

  async function attempt(): Promise<{ readonly answer: Answer } | { readonly error?: PortFailedError | undefined }> {
    try {
      const current = state ?? (await look())
      state = undefined
      const { answer, write } = next(current)
      if (!write) return { answer }
      const isWritten = await deps.ports.compareAndSet(write.key, write.expected, write.next)
      // A decoy too: who waits behind it reads again as behind any other, or the waiting would tell them apart.
      if (isWritten || write.isDecoy) turn.wrote()
      return isWritten || write.isDecoy ? { answer } : {}
    } catch (error) {
      // Before anything was sent there is nothing to find out: the failure is the answer.
      if (sent.size === 0 || !(error instanceof PortFailedError) || error.port !== 'store') throw error
      return { error }
    }
  }

  function look(): Promise<State> {
    turn.look()
    return change.read()
  }

  function next(current: State): Decision<Answer> {
    for (const [commitId, answer] of sent) {
      if (change.isMadeBy(current, commitId)) return { answer, write: change.carryForward(current) }
    }
    const commitId = drawId(deps.ports.randomBytes)
    const decision = change.decide(current, commitId)
    if (decision.write) sent.set(commitId, decision.answer)
    return decision
  }
}

async function takeTurn(deps: Deps, turn: Turn): Promise<void> {
  try {
    await deps.timer.within(portDeadlineMs, () => turn.take())
  } catch {
    throw new BusyError(retryAfterInSeconds)
  }
}

async function pause(deps: Deps, round: number): Promise<void> {
  const [random = 0] = deps.ports.randomBytes(1)
  const mostMs = Math.min(2 ** Math.min(round, 10), longestWaitMs)
  await deps.timer.wait((random / 255) * mostMs)
}
