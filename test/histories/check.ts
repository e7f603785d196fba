import type { Candidate } from './candidates.js'
import { candidatesOf } from './candidates.js'
import type { History, Operation } from './history.js'
import { printOperation } from './history.js'
import type { State } from './model.js'
import { initialState, step, textOf } from './model.js'

/** Whether there is one order in which all that was told is true. */
export type Finding =
  | { readonly isLinearizable: true; readonly order: readonly Operation[] }
  | { readonly isLinearizable: false; readonly why: string }

const mostConfigurations = 1_000_000

/**
 * Looks for an order of all operations that a single copy of the pass, asked by one client after another, could have
 * answered, and in which no operation comes before one that had been answered when it was invoked. After Wing and Gong, and
 * Lowe: depth first, and no configuration (what has its place, and the state it left) twice.
 *
 * @throws `Error` where a million configurations did not settle it.
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
        // Of two alike the one that ends first can stand wherever the other could.
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

  /** Whoever only looked, and saw what is there now, comes now: later it could do no more. Answers who is left to choose from. */
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
    if (refuted.size >= mostConfigurations) throw new Error('The history is too long to be checked')
    refuted.add(configuration)
    return false
  }

  const operationAt = (index: number): Operation => (candidates[index] as Candidate).operation
  if (extend(initialState)) return { isLinearizable: true, order: order.map(operationAt) }
  return { isLinearizable: false, why: explain(longest.order.map(operationAt), longest.state, history) }
}

/** Those invoked before any other was answered that has no place yet, the one that was answered first before the others. */
function possibleNext(candidates: readonly Candidate[], isPlaced: readonly boolean[]): readonly number[] {
  const open: number[] = []
  let firstEnd = Infinity
  for (const [index, { startNs, endNs, beside }] of candidates.entries()) {
    if (startNs > firstEnd) break
    if (isPlaced[index] || (beside !== undefined && isPlaced[beside])) continue
    open.push(index)
    firstEnd = Math.min(firstEnd, endNs)
  }
  return open.sort((a, b) => Math.sign((candidates[a]?.endNs ?? 0) - (candidates[b]?.endNs ?? 0)) || a - b)
}

function explain(order: readonly Operation[], state: State, history: History): string {
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
