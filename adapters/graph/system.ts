/** The id and the time of a response. No decision depends on either. */
export interface Stamp {
  readonly requestId: string
  readonly at: Date
}

export function drawStamp(): Stamp {
  // biome-ignore lint/style/noRestrictedGlobals: an id for logs. No decision depends on it.
  const requestId = crypto.randomUUID()
  // biome-ignore lint/plugin: the time in the Date header and in the error envelope.
  return { requestId, at: new Date() }
}
