/** Every exit code there is; docs/command-line.md explains them. */
export const exitCodes = {
  done: 0,
  /** The library, or what it is plugged into, said no. Nothing was changed. */
  refused: 1,
  /** The command line is wrong, or its output would go where it must not. Nothing was done. */
  usage: 2,
  /** There is no tap.config.js, or it does not work. Nothing was done. */
  config: 3,
  /** Of many, some were refused. */
  partial: 4,
  /** May succeed when it is tried again. */
  tryAgain: 5,
  /** A bug of this program, or of the configuration. */
  unexpected: 70,
  /** 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The command cannot be carried out as it was typed, or as it is configured. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  constructor(message: string, exitCode: ExitCode = exitCodes.usage, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
