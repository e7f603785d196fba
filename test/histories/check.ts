import type { History, Operation } from './history.js'
import { printOperation } from './history.js'
import type { State } from './model.js'
import { initialState, step, textOf } from './model.js'

/** Whether there is one order in which all that was told is true. */
export type Finding =
  | { readonly isLinearizable: true; readonly order: readonly Operation[] }
  | { readonly isLinearizable: false; readonly why: string }

/** An operation of which the history may hold no more than a trace: it need not find a place in the order. */
interface Candidate {
  readonly operation: Operation
  readonly isOptional: boolean
  /** A write that came before the one its operation ended with: it has no place once that one has. */
  readonly beside: Operation | undefined
  /** Of a delete: whether another removed the pass meanwhile, so that it had nothing left to do. */
  readonly isForestalled: boolean
}

/** A document keeps as many commit ids, by which a call whose answer was lost finds its own write again. */
const commitIdsKept = 8
const mostConfigurations = 2_000_000

/**
 * Looks for an order of all operations that a single copy of the pass, asked by one client after another, could have
 * answered, and in which no operation comes before one that had been answered when it was invoked. After Wing and Gong, and
 * Lowe: depth first, and no configuration (what is done, and the state it left) twice.
 *
 * @throws `Error` where two million configurations did not settle it.
 */
export function checkHistory(history: History): Finding {
  const candidates = candidatesOf(history)
  const refuted = new Set<string>()
  const order: Operation[] = []
  let longest: { readonly order: readonly Operation[]; readonly state: State } = { order: [], state: initialState }

  function extend(done: bigint, state: State): boolean {
    const reached = done | looksAt(done, state)
    if (isComplete(candidates, reached)) return true
    const configuration = `${reached.toString(36)} ${textOf(state)}`
    if (refuted.has(configuration)) return false
    if (refuted.size >= mostConfigurations) throw new Error('The history is too long to be checked')
    if (order.length > longest.order.length) longest = { order: [...order], state }
    const placed = order.length
    for (const [index, { operation, isForestalled }] of possibleNext(candidates, reached)) {
      const next = step(state, operation, isForestalled)
      if (!next) continue
      order.push(operation)
      if (extend(reached | (1n << BigInt(index)), next)) return true
      order.length = placed
    }
    refuted.add(configuration)
    return false
  }

  /** Whoever only looked, and saw what is there now, may come now: later it could not do more. */
  function looksAt(done: bigint, state: State): bigint {
    let looks = 0n
    for (let isFound = true; isFound; ) {
      const found = possibleNext(candidates, done | looks).filter(
        ([, { operation }]) => isLook(operation) && step(state, operation, false),
      )
      for (const [index, { operation }] of found) {
        looks |= 1n << BigInt(index)
        order.push(operation)
      }
      isFound = found.length > 0
    }
    return looks
  }

  return extend(0n, initialState)
    ? { isLinearizable: true, order }
    : { isLinearizable: false, why: explain(longest, history) }
}

function candidatesOf(history: History): readonly Candidate[] {
  const sorted = [...history].sort((a, b) => Number(a.invokedNs - b.invokedNs))
  return sorted.flatMap((operation): readonly Candidate[] => [
    {
      operation,
      isOptional: operation.answer === undefined,
      beside: undefined,
      isForestalled: isForestalled(operation, history),
    },
    ...writesBeside(operation, history),
  ])
}

/** A delete has succeeded when the pass that it found is no longer current, whoever's write removed it. */
function isForestalled(operation: Operation, history: History): boolean {
  const { answer } = operation
  if (answer?.kind !== 'deleted') return false
  return history.some((other) => {
    const isDelete = other !== operation && other.call.kind === 'delete' && areConcurrent(other, operation)
    return isDelete && (!other.answer || (other.answer.kind === 'deleted' && other.answer.passId === answer.passId))
  })
}

/**
 * Where so many others wrote meanwhile that the document no longer names a write whose answer was lost, the call has decided
 * afresh, and two of its writes may count: a wrong code twice, say. A success of a one-time pass is named for good.
 */
function writesBeside(operation: Operation, history: History): readonly Candidate[] {
  const { call, answer, lostAnswers } = operation
  if (lostAnswers === 0 || (answer?.kind === 'refused' && answer.reason === 'oneTimeUsed')) return []
  const others = history.filter((other) => other !== operation && areConcurrent(other, operation) && isWriting(other))
  const writes = others.reduce((sum, other) => sum + 1 + other.lostAnswers, 0)
  if (writes < commitIdsKept || call.kind === 'get' || call.kind === 'explain') return []
  const unanswered: Operation = { ...operation, answer: undefined }
  return Array.from({ length: lostAnswers }, () => ({
    operation: unanswered,
    isOptional: true,
    beside: operation,
    isForestalled: false,
  }))
}

function areConcurrent(a: Operation, b: Operation): boolean {
  return endOf(a) >= b.invokedNs && endOf(b) >= a.invokedNs
}

/** Told by its answer: wherever this is true, nothing changes by it. */
function isLook({ answer }: Operation): boolean {
  if (answer?.kind === 'refused') return answer.reason !== 'wrongCode'
  return answer?.kind === 'notFound' || answer?.kind === 'seen' || answer?.kind === 'explained'
}

function isWriting({ call: { kind } }: Operation): boolean {
  return kind !== 'get' && kind !== 'explain'
}

const never = 1n << 62n

function endOf({ answer, answeredNs }: Operation): bigint {
  return answer === undefined ? never : answeredNs
}

function isComplete(candidates: readonly Candidate[], done: bigint): boolean {
  return candidates.every(({ isOptional }, index) => isOptional || isDone(done, index))
}

/** Those invoked before any other was answered that has no place yet. */
function possibleNext(candidates: readonly Candidate[], done: bigint): readonly (readonly [number, Candidate])[] {
  const open = [...candidates.entries()].filter(([index]) => !isDone(done, index))
  const firstEnd = open.reduce((first, [, { operation, isOptional }]) => {
    const end = isOptional ? never : endOf(operation)
    return end < first ? end : first
  }, never)
  const pending = new Set(open.filter(([, { beside }]) => !beside).map(([, { operation }]) => operation))
  return open.filter(([, { operation, beside }]) => operation.invokedNs <= firstEnd && (!beside || pending.has(beside)))
}

function isDone(done: bigint, index: number): boolean {
  return ((done >> BigInt(index)) & 1n) === 1n
}

function explain(
  { order, state }: { readonly order: readonly Operation[]; readonly state: State },
  history: History,
): string {
  const placed = new Set(order)
  const left = history.filter((operation) => operation.answer !== undefined && !placed.has(operation))
  return [
    'No order of these operations explains what was told. The longest that was found:',
    ...order.map((operation) => `  ${printOperation(operation)}`),
    `leaves: ${textOf(state)}`,
    'and then none of these:',
    ...left.map((operation) => `  ${printOperation(operation)}`),
  ].join('\n')
}
