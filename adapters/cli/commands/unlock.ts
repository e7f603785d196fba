import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printable, printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface UnlockFlags extends SessionFlags {
  readonly justification?: string | undefined
}

export function run(terminal: Terminal, flags: UnlockFlags, user: string): Promise<ExitCode> {
  const { justification } = flags
  if (justification === undefined) throw new CommandError('Say why, with --justification: it is kept in the event')
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    await tap.users.unlock({ ...call, user, justification })
    if (flags.json) await printJson(terminal, { user, isUnlocked: true })
    else await printLine(terminal, `${printable(user)} can try again now.`)
    return exitCodes.done
  })
}
