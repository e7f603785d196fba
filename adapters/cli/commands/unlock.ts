import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printable, printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface UnlockFlags extends SessionFlags {
  readonly justification?: string | undefined
}

export function runUnlock(terminal: Terminal, flags: UnlockFlags, user: string): Promise<ExitCode> {
  const { justification } = flags
  if (justification === undefined) throw new CommandError('--justification is required. The event records it.')
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    await tap.users.unlock({ ...call, user, justification })
    if (flags.json) await printJson(terminal, { user, isUnlocked: true })
    else await printLine(terminal, `${printable(user)} is unlocked.`)
    return exitCodes.done
  })
}
