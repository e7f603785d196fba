import type { History, Operation } from './history.js'
import type { Role } from './model.js'

/** An operation that needs, or may be given, a place in the order. */
export interface Candidate {
  readonly operation: Operation
  /** By then it must have its place; infinite where it need not have one. */
  readonly endNs: number
  readonly startNs: number
  /** Equal for operations that do the same and were told the same. */
  readonly likeness: string
  /** Told by its answer: wherever this one is true, nothing changes by it. */
  readonly isLook: boolean
  /** A write that came before the one its operation ended with: where that one stands. It has no place after it. */
  readonly beside: number | undefined
  readonly role: Role | undefined
}

/** A document keeps as many commit ids, by which a call whose answer was lost finds its own write again. */
const commitIdsKept = 8

/** In order of invocation. */
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
      // What it wrote beside has a place before it only, so it may not come too early.
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
 * afresh, and two of its writes may count: a wrong code twice, say.
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

/** Told by its answer: wherever this is true, nothing changes by it. */
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
