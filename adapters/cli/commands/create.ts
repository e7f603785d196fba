import type { CreatePassInput, IssuedPass, Pass } from '../../../src/index.js'
import type { CodeExit, CodeFlags } from '../code-exit.js'
import { closeCodeExit, openCodeExit } from '../code-exit.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printFields, printJson } from '../output.js'
import { passJson, shownPassFields } from '../pass-fields.js'
import type { CommandSession, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface CreateFlags extends SessionFlags, CodeFlags {
  readonly start?: Date | undefined
  readonly lifetime?: number | undefined
  readonly once?: boolean | undefined
  readonly multiUse?: boolean | undefined
  readonly justification?: string | undefined
  readonly ticket?: string | undefined
}

type PassSettings = Omit<CreatePassInput, 'actor' | 'context' | 'deliverTo'>

export function runCreate(terminal: Terminal, flags: CreateFlags, user: string): Promise<ExitCode> {
  if (flags.once && flags.multiUse)
    throw new CommandError('--once and --multi-use exclude each other. Choose one of them.')
  return withSession(terminal, flags, async (session) => {
    const exit = await openCodeExit(terminal, flags)
    const settings: PassSettings = {
      user,
      startDateTime: flags.start,
      lifetimeInMinutes: flags.lifetime,
      isUsableOnce: flags.once ? true : flags.multiUse ? false : undefined,
      justification: flags.justification,
      ticket: flags.ticket,
    }
    try {
      const pass = await issue(session, flags, settings)
      if (flags.json) await printJson(terminal, passJson(pass))
      else await printFields(terminal, shownPassFields(pass))
      if ('temporaryAccessPass' in pass) await handOut(exit, user, pass)
    } finally {
      await closeCodeExit(terminal, exit)
    }
    return exitCodes.done
  })
}

function issue(
  { tap, ...call }: CommandSession,
  { deliver }: CodeFlags,
  settings: PassSettings,
): Promise<Pass | IssuedPass> {
  if (deliver === undefined) return tap.passes.create({ ...call, ...settings })
  return tap.passes.create({ ...call, ...settings, deliverTo: deliver })
}

async function handOut(exit: CodeExit, user: string, pass: IssuedPass): Promise<void> {
  if (exit.kind === 'shown') await exit.show(pass)
  if (exit.kind === 'sealed') await exit.file.add(user, pass)
}
