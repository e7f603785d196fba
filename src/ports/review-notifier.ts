import type { Address } from './directory.js'

/** Tells a reviewer that somebody waits for them. May fail: what was not told is told again by `requests.maintain`. */
export type ReviewNotifier = (notice: ReviewNotice) => Promise<void>

/** Who waits for whom. Never how the person proved who they are. */
export interface ReviewNotice {
  /** The same when a notice is tried again. */
  readonly id: string
  readonly tenantId: string
  readonly requestId: string
  /** Whose request it is. */
  readonly userId: string
  /** Absent where all administrators are asked who may issue a pass to the person: tell your desk. */
  readonly reviewer?: { readonly id: string; readonly addresses: readonly Address[] } | undefined
  /** Until when the call has to start. */
  readonly dueAt: Date
}
