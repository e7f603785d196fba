/** `tap.maintenance`: for a scheduled job. Covers every tenant, from whichever view it is called. */
export interface MaintenanceVerbs {
  /** Removes documents that are past their retention, at most `limit` (1 to 10,000, 500 unless told). Repeat until `isDone`. */
  sweep(input?: {
    readonly limit?: number | undefined
  }): Promise<{ readonly deleted: number; readonly isDone: boolean }>
  /**
   * Seals again, under the first key, what an older key has sealed: at most `limit` documents a call (1 to 10,000, 500
   * unless told). Repeat with the answered `cursor` until there is none, and the whole pass until it re-sealed nothing;
   * then the old key can go.
   */
  reseal(input?: { readonly cursor?: string | undefined; readonly limit?: number | undefined }): Promise<ResealProgress>
}

/** How far re-sealing came in one call. */
export interface ResealProgress {
  readonly resealed: number
  /** Seen under an older key and left: another write came between, or the document does not open. */
  readonly remaining: number
  readonly cursor?: string | undefined
}
