import type { Candidate } from './candidates.js'
import { candidatesOf } from './candidates.js'
import type { History, Operation } from './history.js'
import { printOperation } from './history.js'
import type { State } from './model.js'
import { initialState, step, textOf } from './model.js'

/** The verdict: an order that explains every result, or the result that no order explains. */
export type Finding =
  | { readonly isLinearizable: true; readonly order: readonly Operation[] }
  | { readonly isLinearizable: false; readonly why: string }

const maxConfigurations = 1_000_000

/**
 * Searches an order of all operations in which a single copy of the pass would have returned the same results, and in
 * which no operation comes before another that had returned when it was invoked. The algorithm is by Wing and Gong,
 * with the memory of Lowe: depth first, never the same configuration (placed operations and state) twice.
 *
 * @throws `Error` when a million configurations did not decide.
 */
export function checkHistory(history: History): Finding {
  const candidates = candidatesOf(history)
  const refuted = new Set<string>()
  const order: number[] = []
  const isPlaced = candidates.map(() => false)
  let longest: { readonly order: readonly number[]; readonly state: State } = { order: [], state: initialState }

  function extend(state: State): boolean {
    const before = order.length
    const open = placeLooks(state)
    if (order.length > longest.order.length) longest = { order: [...order], state }
    if (open.every((index) => candidates[index]?.endNs === Infinity)) return true
    if (!isRefuted(state)) {
      const tried = new Set<string>()
      for (const index of open) {
        const { operation, likeness, role, endNs } = candidates[index] as Candidate
        // Of two equal operations, the one that ends first can take every position of the other.
        if (tried.has(likeness)) continue
        tried.add(likeness)
        const next = step(state, operation, role)
        const isIdle = endNs === Infinity && next !== undefined && textOf(next) === textOf(state)
        if (!next || isIdle) continue
        place(index)
        if (extend(next)) return true
        unplaceTo(order.length - 1)
      }
    }
    unplaceTo(before)
    return false
  }

  /** Places every read that fits the current state now: later it fits no better. Returns the remaining candidates. */
  function placeLooks(state: State): readonly number[] {
    for (;;) {
      const open = possibleNext(candidates, isPlaced)
      const looks = open.filter((index) => {
        const { operation, isLook } = candidates[index] as Candidate
        return isLook && step(state, operation) !== undefined
      })
      if (looks.length === 0) return open
      looks.forEach(place)
    }
  }

  function place(index: number): void {
    isPlaced[index] = true
    order.push(index)
  }

  function unplaceTo(length: number): void {
    for (const index of order.splice(length)) isPlaced[index] = false
  }

  function isRefuted(state: State): boolean {
    const configuration = isPlaced.map(Number).join('') + textOf(state)
    if (refuted.has(configuration)) return true
    if (refuted.size >= maxConfigurations) throw new Error('The history is too long to be checked')
    refuted.add(configuration)
    return false
  }

  const operationAt = (index: number): Operation => (candidates[index] as Candidate).operation
  if (extend(initialState)) return { isLinearizable: true, order: order.map(operationAt) }
  return { isLinearizable: false, why: explain(longest.order.map(operationAt), longest.state, history) }
}

/** Returns the operations that began before any unplaced one returned, the earliest to return first. */
function possibleNext(candidates: readonly Candidate[], isPlaced: readonly boolean[]): readonly number[] {
  const open: number[] = []
  let firstEnd = Infinity
  for (const [index, { startNs, endNs }] of candidates.entries()) {
    if (startNs > firstEnd) break
    if (isPlaced[index]) continue
    open.push(index)
    firstEnd = Math.min(firstEnd, endNs)
  }
  return open.sort((a, b) => Math.sign((candidates[a]?.endNs ?? 0) - (candidates[b]?.endNs ?? 0)) || a - b)
}

function explain(order: readonly Operation[], state: State, history: History): string {
  const placed = new Set(order)
  const left = history.filter((operation) => operation.answer !== undefined && !placed.has(operation))
  return [
    'No order of these operations explains every result. The longest order that was found:',
    ...order.map((operation) => `  ${printOperation(operation)}`),
    `leaves: ${textOf(state)}`,
    'and then none of these:',
    ...left.map((operation) => `  ${printOperation(operation)}`),
  ].join('\n')
}
