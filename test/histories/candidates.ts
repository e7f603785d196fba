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
  /** For an extra write of a call: the index of its final write. It has no position after that one. */
  readonly beside: number | undefined
  readonly role: Role | undefined
}

/** The number of commit ids in a document, by which a call finds its own write after a lost response. */
const commitIdsKept = 8

/** Returns the candidates in order of invocation. */
export function candidatesOf(history: History): readonly Candidate[] {
  const sorted = [...history].sort((a, b) => Number(a.invokedNs - b.invokedNs))
  const first = sorted[0]?.invokedNs ?? 0n
  const candidates: Candidate[] = []
  for (const operation of sorted) {
    const { answer, invokedNs, answeredNs } = operation
    const at = candidates.length
    const writes = writesBeside(operation, history)
    const isGone = isForestalled(operation, history)
    const candidate: Candidate = {
      operation,
      startNs: Number(invokedNs - first),
      endNs: answer === undefined ? Infinity : Number(answeredNs - first),
      likeness: JSON.stringify([operation.call, answer, operation.passId, isGone, writes > 0 && at]),
      // Its extra writes come before it, so the search must not place it too early.
      isLook: isLook(operation) && writes === 0,
      beside: undefined,
      role: isGone ? 'forestalled' : undefined,
    }
    candidates.push(candidate)
    const unanswered: Operation = { ...operation, answer: undefined }
    for (let write = 0; write < writes; write += 1) {
      const likeness = `${candidate.likeness} beside ${at}`
      const beside = {
        operation: unanswered,
        endNs: Infinity,
        likeness,
        isLook: false,
        beside: at,
        role: 'beside' as const,
      }
      candidates.push({ ...candidate, ...beside })
    }
  }
  return candidates
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

/**
 * When many other writes follow a lost one, the document no longer names it. The call then decides again, and two of
 * its writes may count: a wrong code counts twice.
 */
function writesBeside(operation: Operation, history: History): number {
  const { lostAnswers } = operation
  if (!isWriting(operation) || lostAnswers === 0) return 0
  const others = history.filter((other) => other !== operation && areConcurrent(other, operation) && isWriting(other))
  const writes = others.reduce((sum, other) => sum + 1 + other.lostAnswers, 0)
  return writes < commitIdsKept ? 0 : lostAnswers
}

function areConcurrent(a: Operation, b: Operation): boolean {
  return endOf(a) >= b.invokedNs && endOf(b) >= a.invokedNs
}

/** Whether the operation changes nothing in every state that fits its result. */
function isLook({ answer }: Operation): boolean {
  if (answer?.kind === 'refused') return answer.reason !== 'wrongCode'
  return answer?.kind === 'notFound' || answer?.kind === 'seen' || answer?.kind === 'explained'
}

function isWriting({ call: { kind } }: Operation): boolean {
  return kind !== 'get' && kind !== 'users.explain'
}

const never = 1n << 62n

function endOf({ answer, answeredNs }: Operation): bigint {
  return answer === undefined ? never : answeredNs
}
