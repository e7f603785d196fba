import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { moment, printable, printFields, printJson, printLine } from '../output.js'
import { passJson } from '../pass-fields.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export function runExplain(terminal: Terminal, flags: SessionFlags, user: string): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    const explanation = await tap.users.explain({ ...call, user })
    const { userId, usability, since, until, wrongCodes, advice, message, pass } = explanation
    if (flags.json) {
      await printJson(terminal, {
        userId,
        usability,
        since,
        until,
        wrongCodes,
        advice,
        message,
        pass: pass && passJson(pass),
      })
      return exitCodes.done
    }
    await printLine(terminal, `${printable(message)}\n`)
    await printFields(terminal, [
      ['user', userId],
      ['usability', usability],
      ...(since ? [['since', moment(since)] as const] : []),
      ...(until ? [['until', moment(until)] as const] : []),
      ['wrong codes', String(wrongCodes)],
      ['advice', advice],
    ])
    return exitCodes.done
  })
}
