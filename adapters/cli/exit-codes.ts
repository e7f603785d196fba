/** docs/command-line.md explains every exit code. */
export const exitCodes = {
  done: 0,
  /** The library refused the call. Nothing was changed. */
  refused: 1,
  /** The command line is wrong, or a code would go to an unsafe place. Nothing was changed. */
  usage: 2,
  /** The configuration is missing or broken. Nothing was changed. */
  config: 3,
  /** Some of many were refused. */
  partial: 4,
  /** The command may succeed when it is run again. */
  tryAgain: 5,
  /** A bug in this program or in the configuration. */
  unexpected: 70,
  /** 128 plus the number of SIGINT, as in shells. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The command line or the configuration is wrong. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  constructor(message: string, exitCode: ExitCode = exitCodes.usage, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
