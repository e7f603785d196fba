import { millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import type { NoticeKind } from '../../ports/notifier.js'

/** What a person has still to be told. It waits beside what it tells of, in the same document. */
export interface PendingNotice {
  /** A GUID. */
  readonly id: string
  readonly kind: NoticeKind
  readonly atMs: number
  /** Absent where the document that was deleted could not be read. */
  readonly passId?: string | undefined
  /** Until when the person can undo it. */
  readonly repudiableUntilMs: number
  /** Tries begun. The first is made when the call that caused it has answered. */
  readonly attempts: number
  /** When nobody has said by then that it arrived, it is tried again. */
  readonly nextAttemptMs: number
}

const firstWaitsMs = [millisecondsInMinute, 5 * millisecondsInMinute, 30 * millisecondsInMinute]
const maxRetryDelayMs = millisecondsInHour

/** As it is first written: one try is about to be made. */
export function newNotice(of: Omit<PendingNotice, 'attempts' | 'nextAttemptMs'>): PendingNotice {
  return { ...of, attempts: 1, nextAttemptMs: of.atMs + waitAfter(1) }
}

/** Is it time to try again? A clock that has stepped back postpones it by no more than the longest wait. */
export function isDue({ nextAttemptMs }: PendingNotice, nowMs: number): boolean {
  return nowMs >= nextAttemptMs || nextAttemptMs > nowMs + maxRetryDelayMs
}

/** One more try is about to be made. Said before it is made, so that two jobs do not both make it. */
export function withAttempt(notice: PendingNotice, nowMs: number): PendingNotice {
  const attempts = notice.attempts + 1
  return { ...notice, attempts, nextAttemptMs: nowMs + waitAfter(attempts) }
}

function waitAfter(attempts: number): number {
  return firstWaitsMs[attempts - 1] ?? maxRetryDelayMs
}
