import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { moment, printable, printJson, printLine, printTable } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface DeleteFlags extends SessionFlags {
  readonly pass?: string | undefined
  readonly cascade?: boolean | undefined
}

export function runDelete(terminal: Terminal, flags: DeleteFlags, user: string): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    const { userId, passId, registrations } = await tap.passes.delete({
      ...call,
      user,
      passId: flags.pass,
      cascade: flags.cascade,
    })
    if (flags.json) {
      await printJson(terminal, { userId, passId, registrations })
      return exitCodes.done
    }
    await printLine(terminal, `The pass of ${printable(userId)} is deleted.`)
    if (!flags.cascade) return exitCodes.done
    if (registrations.length === 0) {
      await printLine(terminal, 'No credential was registered with it.')
      return exitCodes.done
    }
    await printLine(terminal, 'Remove these credentials from your credential store:\n')
    const rows = registrations.map(({ credential, registeredAt }) => [
      credential.type,
      credential.label ?? '',
      credential.id,
      moment(registeredAt),
    ])
    await printTable(terminal, { headings: ['type', 'label', 'credential', 'registered'], rows })
    return exitCodes.done
  })
}
