import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

/** One round. What is not due yet is left to the next: run it every minute. */
export function run(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
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
    else await printLine(terminal, `${total.sent} sent, ${total.remaining} still to be sent`)
    return stopping.aborted ? exitCodes.interrupted : exitCodes.done
  })
}
