/** What the commands see of the process they run in. `main.ts` alone knows the process itself. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where relative paths begin. */
  readonly folder: string
  readonly input: AsyncIterable<Uint8Array>
  readonly output: Output
  /** Complaints, progress and summaries: never part of what a script reads. */
  readonly errors: Output
  /**
   * Aborts when the process is asked to stop, or nobody reads its output any more. Until a command asks for it, both end
   * the process at once.
   */
  readonly stopping: () => AbortSignal
  readonly now: () => number
}

/** One way out. */
export interface Output {
  /** Is a person looking at it? */
  readonly isTerminal: boolean
  /** In characters. */
  readonly width: number
  /** The stream itself, for libraries that draw on it. */
  readonly stream: NodeJS.WritableStream
  write(text: string): Promise<void>
}
