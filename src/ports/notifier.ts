import type { MessageText } from '../core/message/message-text.js'
import type { Address } from './directory.js'

/**
 * Tells a user what happened to their pass, at every address that the directory has (SP 800-63B-4 §4.6). A user who did not
 * do it themselves learns of it this way. It may fail: `maintenance.sendNotices` tries again.
 *
 * @example
 * ```ts
 * const notifier: Notifier = async ({ addresses, message, repudiationToken }) => {
 *   const link = `https://id.example.com/not-me?token=${repudiationToken}`
 *   for (const { channel, value } of addresses) {
 *     if (channel === 'email') await mailer.send(value, `${message} ${link}`)
 *   }
 * }
 * ```
 */
export type Notifier = (notice: Notice) => Promise<void>

/** What happened to a user's pass. `message` says it in one English sentence. A notice never contains the code. */
export interface Notice extends MessageText {
  /** A GUID. The same when a notice is tried again. */
  readonly id: string
  /** What happened. `lockedOut`: wrong codes started a lockout, or revoked the pass. */
  readonly kind: 'passCreated' | 'signedIn' | 'credentialRegistered' | 'passDeleted' | 'lockedOut'
  readonly tenantId: string
  readonly userId: string
  readonly addresses: readonly Address[]
  readonly at: Date
  /** For `tap.repudiate`. Link to a page that asks the user first: mail scanners open links. */
  readonly repudiationToken: string
}

export type NoticeKind = Notice['kind']
