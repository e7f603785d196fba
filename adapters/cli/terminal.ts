/** The part of the process that commands use. Only `main.ts` uses `process` itself. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of relative paths. */
  readonly folder: string
  readonly input: AsyncIterable<Uint8Array>
  /** `true` when the input is a file, as with `<` in a shell. */
  readonly isInputFile: boolean
  readonly output: Output
  /** Errors, progress and notes, which are not part of what a script reads. */
  readonly errors: Output
  /**
   * Returns a signal that aborts when the process receives SIGINT or SIGTERM, or when the reader of its output is gone.
   * Until a command calls it, both end the process at once.
   */
  readonly stopping: () => AbortSignal
  readonly now: () => number
}

export interface Output {
  readonly isTerminal: boolean
  /** In characters. */
  readonly width: number
  /** For libraries that write to the stream themselves. */
  readonly stream: NodeJS.WritableStream
  write(text: string): Promise<void>
}
