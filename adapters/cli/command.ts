import type { ExitCode } from './exit-codes.js'
import type { Terminal } from './terminal.js'

/** Runs one command. Flags and arguments come as the command's specification describes them. */
export type RunCommand = (terminal: Terminal, flags: never, ...args: never[]) => Promise<ExitCode>

/** One flag, as `--help`, completion and the parser need it. */
export interface Flag {
  /** `--lifetime <minutes>`, `-c, --config <file>`, or `--once` for a flag without a value. */
  readonly written: string
  readonly summary: string
  readonly choices?: readonly string[] | undefined
  /** The flag may be given more than once. Its values form a list. */
  readonly isRepeatable?: boolean | undefined
  readonly read?: ((text: string) => unknown) | undefined
}

/** One command, as `--help`, completion and the parser need it. */
export interface CommandSpec {
  /** With its group before it: `policy show`. */
  readonly name: string
  readonly summary: string
  /** `<user>`, `[file]`, `<field=value...>` */
  readonly args?: readonly string[] | undefined
  readonly flags: readonly Flag[]
  /** Without the name of the program. */
  readonly examples: readonly string[]
  /** Imports the command on demand, so that `--help` is quick. */
  readonly load: () => Promise<RunCommand>
}
