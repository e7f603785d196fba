import type { ExitCode } from './exit-codes.js'
import type { Terminal } from './terminal.js'

/** What a command does with its flags and its arguments, in the order of both. */
export type Run = (terminal: Terminal, flags: never, ...args: never[]) => Promise<ExitCode>

/** One flag: as it is written, what it does, and what it may be. */
export interface Flag {
  /** `--lifetime <minutes>`, `-c, --config <file>`, or `--once` for a yes. */
  readonly written: string
  readonly summary: string
  readonly choices?: readonly string[] | undefined
  /** May be given more than once; its values come as a list. */
  readonly isRepeatable?: boolean | undefined
  readonly read?: ((text: string) => unknown) | undefined
}

/** One command, as `--help`, completion and the parser know it. */
export interface CommandSpec {
  /** With its group before it: `policy show`. */
  readonly name: string
  readonly summary: string
  /** `<user>`, `[file]`, `<field=value...>` */
  readonly args?: readonly string[] | undefined
  readonly flags: readonly Flag[]
  /** Without the name of the program. */
  readonly examples: readonly string[]
  /** Loaded when it is called, so that `--help` is quick. */
  readonly load: () => Promise<{ readonly run: Run }>
}
