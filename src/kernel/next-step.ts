import { BusyError } from '../errors.js'
import type { Change } from './change.js'
import type { Decided } from './decision.js'
import { decided } from './decision.js'
import type { Deps } from './deps.js'
import { drawId } from './draw-id.js'
import type { SentWrites } from './sent-writes.js'
import type { Write } from './write.js'

/** A result, and the write that has to be acknowledged before it counts. */
export interface Step<Value> {
  readonly result: Decided<Value>
  readonly write?: Write | undefined
  readonly commitId?: string | undefined
}

export const retryAfterInSeconds = 2

/**
 * Decides on a document that was read. Without a change of its own, the result waits until the document is stored once
 * more: a read may show what is not durable yet, and a write of this call that is on its way must not land behind a result
 * that contradicts it.
 *
 * @throws {@link BusyError} if an earlier write of this call may be stored although its id is gone.
 */
export function nextStep<State, Value>(
  deps: Deps,
  change: Change<State, Value>,
  sent: SentWrites<Value>,
  state: State,
): Step<Value> {
  const commits = change.commits(state)
  const own = sent.find(commits)
  if (own) return { result: decided(() => confirmed(change, state, own.value)), write: change.rewrite(state) }
  sent.note(commits)
  if (sent.isAnyForgotten(commits)) throw busyAfter(sent)
  const commitId = drawId(deps.ports.randomBytes)
  const result = decided(() => change.decide(state, commitId))
  const { write, isRepeatable, restsOnRead } = result
  const isChanging = write !== undefined && !write.isDecoy
  const isSufficient = sent.isEmpty() && (write ?? restsOnRead) !== undefined
  if (!isChanging && !isSufficient) return { result, write: change.rewrite(state) ?? write }
  if (isChanging && !isRepeatable && 'value' in result) sent.add(commitId, result.value, commits)
  return { result, write, commitId }
}

export function busyAfter(sent: SentWrites<unknown>): BusyError {
  return new BusyError(retryAfterInSeconds, sent.isEmpty() ? 'unchanged' : 'unknown')
}

function confirmed<State, Value>(change: Change<State, Value>, state: State, value: Value): { readonly value: Value } {
  change.confirm?.(state)
  return { value }
}
