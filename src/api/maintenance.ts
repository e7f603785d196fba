/** `tap.maintenance`: for a scheduled job. Covers every tenant, from whichever view it is called. */
export interface MaintenanceVerbs {
  /** Removes documents that are past their retention, at most `limit` (1 to 10,000, 500 unless told). Repeat until `isDone`. */
  sweep(input?: {
    readonly limit?: number | undefined
  }): Promise<{ readonly deleted: number; readonly isDone: boolean }>
  /**
   * Seals again, under the first key, what an older key has sealed: at most `limit` documents a call (1 to 10,000, 500
   * unless told). Repeat with the answered `cursor` until there is none, and the whole pass until it re-sealed nothing;
   * then nothing stored needs the old key. Grants and links that are out do: see the operating guide before you drop it.
   */
  reseal(input?: { readonly cursor?: string | undefined; readonly limit?: number | undefined }): Promise<ResealProgress>
  /**
   * Tells people what could not be told when it happened: looks through at most `limit` documents a call (1 to 10,000, 500
   * unless told). Run it every minute, each time until there is no `cursor`. A notice is tried again after 1, 5 and 30
   * minutes and then every hour, and given up at the end of the policy's retention. Its {@link Notice.id} stays the same,
   * so that a mailer can drop what it has sent already.
   */
  sendNotices(input?: {
    readonly cursor?: string | undefined
    readonly limit?: number | undefined
  }): Promise<NoticeProgress>
}

/** How far telling came in one call. */
export interface NoticeProgress {
  readonly sent: number
  /** Seen and still to be told: not due yet, or the notifier, the directory or the store failed for this person. */
  readonly remaining: number
  readonly cursor?: string | undefined
}

/** How far re-sealing came in one call. */
export interface ResealProgress {
  readonly resealed: number
  /** Seen under an older key and left: another write came between, or the document does not open. */
  readonly remaining: number
  readonly cursor?: string | undefined
}
