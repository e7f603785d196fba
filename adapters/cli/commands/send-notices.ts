import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

/** Sends the notices that are due. A scheduled job runs it every minute for the others. */
export function runSendNotices(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap }) => {
    const stopping = terminal.stopping()
    const total = { sent: 0, remaining: 0 }
    let cursor: string | undefined
    do {
      const page = await tap.maintenance.sendNotices({ cursor })
      total.sent += page.sent
      total.remaining += page.remaining
      cursor = page.cursor
    } while (cursor !== undefined && !stopping.aborted)
    if (flags.json) await printJson(terminal, total)
    else await printLine(terminal, `${total.sent} sent, ${total.remaining} left`)
    return stopping.aborted ? exitCodes.interrupted : exitCodes.done
  })
}
