import { millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import type { NoticeKind } from '../../ports/notifier.js'

/** A notice to deliver. It is part of the document whose change it reports, so that neither is stored without the other. */
export interface PendingNotice {
  /** A GUID. */
  readonly id: string
  readonly kind: NoticeKind
  readonly atMs: number
  /** Absent if the deleted document was unreadable. */
  readonly passId?: string | undefined
  /** Until when the user can repudiate the change. */
  readonly repudiableUntilMs: number
  /** Deliveries that were started. The first one starts when the call that caused the notice has returned. */
  readonly attempts: number
  /** The next delivery, unless the notice has been removed by then. */
  readonly nextAttemptMs: number
}

const firstRetryDelaysMs = [millisecondsInMinute, 5 * millisecondsInMinute, 30 * millisecondsInMinute]
const maxRetryDelayMs = millisecondsInHour

/** Returns the notice as it is first stored. Its first delivery already counts as started. */
export function newNotice(of: Omit<PendingNotice, 'attempts' | 'nextAttemptMs'>): PendingNotice {
  return { ...of, attempts: 1, nextAttemptMs: of.atMs + retryDelayAfter(1) }
}

/** Returns whether the notice is tried again now. A clock that was set back delays a notice by the longest retry delay at most. */
export function isDue({ nextAttemptMs }: PendingNotice, nowMs: number): boolean {
  return nowMs >= nextAttemptMs || nextAttemptMs > nowMs + maxRetryDelayMs
}

/** Counts a delivery before it starts, so that two jobs do not both deliver the notice. */
export function withAttempt(notice: PendingNotice, nowMs: number): PendingNotice {
  const attempts = notice.attempts + 1
  return { ...notice, attempts, nextAttemptMs: nowMs + retryDelayAfter(attempts) }
}

function retryDelayAfter(attempts: number): number {
  return firstRetryDelaysMs[attempts - 1] ?? maxRetryDelayMs
}
