import type { Address } from './directory.js'

/**
 * Tells the person, at every address the directory knows, so that whoever did not do it themselves hears of it
 * (SP 800-63B-4 §4.6). May fail: what was not told waits for `maintenance.sendNotices`.
 */
export type Notifier = (notice: Notice) => Promise<void>

/** What happened to somebody's pass. Never the code. */
export interface Notice {
  /** A GUID. The same when a notice is tried again. */
  readonly id: string
  readonly kind: NoticeKind
  readonly tenantId: string
  readonly userId: string
  readonly addresses: readonly Address[]
  readonly at: Date
  /** For `tap.repudiate`. Link to a page that asks first: mail scanners open links. */
  readonly repudiationToken: string
}

/** What a person is told of. `lockedOut`: wrong codes that started a wait, or revoked the pass. */
export type NoticeKind = 'passCreated' | 'signedIn' | 'credentialRegistered' | 'passDeleted' | 'lockedOut'
