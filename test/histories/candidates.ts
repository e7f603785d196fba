import type { History, Operation } from './history.js'
import type { Role } from './model.js'

/** An operation that must or can get a position in the order. */
export interface Candidate {
  readonly operation: Operation
  /** The deadline of its position. Infinite when it needs none. */
  readonly endNs: number
  readonly startNs: number
  /** Equal for operations with the same call and the same result. */
  readonly likeness: string
  /** Whether the operation changes nothing in every state that fits its result. */
  readonly isLook: boolean
  readonly role: Role | undefined
}

/** Returns the candidates in order of invocation. */
export function candidatesOf(history: History): readonly Candidate[] {
  const sorted = [...history].sort((a, b) => Number(a.invokedNs - b.invokedNs))
  const first = sorted[0]?.invokedNs ?? 0n
  return sorted.map((operation) => {
    const { answer, invokedNs, answeredNs } = operation
    const isGone = isForestalled(operation, history)
    return {
      operation,
      startNs: Number(invokedNs - first),
      endNs: answer === undefined ? Infinity : Number(answeredNs - first),
      likeness: JSON.stringify([operation.call, answer, operation.passId, isGone]),
      isLook: isLook(operation),
      role: isGone ? 'forestalled' : undefined,
    }
  })
}

/** A delete succeeds when the pass that it found is no longer current, even when another call removed it. */
function isForestalled(operation: Operation, history: History): boolean {
  const { answer } = operation
  if (answer?.kind !== 'deleted') return false
  return history.some((other) => {
    const isDelete = other !== operation && other.call.kind === 'delete' && areConcurrent(other, operation)
    return isDelete && (!other.answer || (other.answer.kind === 'deleted' && other.answer.passId === answer.passId))
  })
}

function areConcurrent(a: Operation, b: Operation): boolean {
  return endOf(a) >= b.invokedNs && endOf(b) >= a.invokedNs
}

/** Whether the operation changes nothing in every state that fits its result. */
function isLook({ answer }: Operation): boolean {
  if (answer?.kind === 'refused') return answer.reason !== 'wrongCode'
  return answer?.kind === 'notFound' || answer?.kind === 'seen' || answer?.kind === 'explained'
}

const never = 1n << 62n

function endOf({ answer, answeredNs }: Operation): bigint {
  return answer === undefined ? never : answeredNs
}
