/** Where a call came from, as the host application saw it. It is copied into the call's event. */
export interface CallContext {
  /** Ties the event to your own logs: up to 128 characters. Default: a random GUID. */
  readonly correlationId?: string | undefined
  /** Up to 64 characters. */
  readonly ipAddress?: string | undefined
  /** Up to 512 characters. */
  readonly userAgent?: string | undefined
}
