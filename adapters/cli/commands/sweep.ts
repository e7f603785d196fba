import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export function runSweep(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap }) => {
    const stopping = terminal.stopping()
    let deleted = 0
    let isDone = false
    while (!isDone && !stopping.aborted) {
      const batch = await tap.maintenance.sweep({})
      deleted += batch.deleted
      isDone = batch.isDone
    }
    if (flags.json) await printJson(terminal, { deleted, isDone })
    else await printLine(terminal, `${deleted} deleted`)
    return isDone ? exitCodes.done : exitCodes.interrupted
  })
}
