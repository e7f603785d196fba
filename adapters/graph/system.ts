/** What a real service draws and reads for every answer; nothing is decided by either. */
export interface Stamp {
  readonly requestId: string
  readonly at: Date
}

/** An answer's id, for support to find it by, and its time. */
export function drawStamp(): Stamp {
  // biome-ignore lint/style/noRestrictedGlobals: a label for logs, not an input of a decision.
  const requestId = crypto.randomUUID()
  // biome-ignore lint/plugin: the Date header's and the error envelope's own time.
  return { requestId, at: new Date() }
}
