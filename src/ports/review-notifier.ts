import type { MessageText } from '../core/message/message-text.js'
import type { Address } from './directory.js'

/**
 * Tells a reviewer that a request waits for them. It may fail: `requests.maintain` tries again.
 *
 * @example
 * ```ts
 * const notifyReviewer: ReviewNotifier = async ({ reviewer, message }) => {
 *   const to = reviewer?.addresses.find(({ channel }) => channel === 'email')?.value ?? 'helpdesk@example.com'
 *   await mailer.send(to, message)
 * }
 * ```
 */
export type ReviewNotifier = (notice: ReviewNotice) => Promise<void>

/** Which request waits for which reviewer. It never says how the requester proved their identity. */
export interface ReviewNotice extends MessageText {
  /** The same when a notice is tried again. */
  readonly id: string
  readonly tenantId: string
  readonly requestId: string
  /** The user that the request is for. */
  readonly userId: string
  /** Absent when every administrator who may issue a pass to the user can review: tell your help desk. */
  readonly reviewer?: { readonly id: string; readonly addresses: readonly Address[] } | undefined
  /** The call has to start before this time. */
  readonly dueAt: Date
}
