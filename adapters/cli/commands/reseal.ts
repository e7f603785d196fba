import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

// Each pass sees what the one before met half-written; what never comes to rest does not open.
const mostPasses = 5

/** Until a whole pass has nothing to seal: then nothing stored needs the old key. */
export function run(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap }) => {
    const stopping = terminal.stopping()
    let resealed = 0
    let last = { resealed: 0, remaining: 0 }
    for (let pass = 0; pass < mostPasses && !stopping.aborted; pass += 1) {
      last = { resealed: 0, remaining: 0 }
      let cursor: string | undefined
      do {
        const page = await tap.maintenance.reseal({ cursor })
        last.resealed += page.resealed
        last.remaining += page.remaining
        cursor = page.cursor
      } while (cursor !== undefined && !stopping.aborted)
      resealed += last.resealed
      if (last.resealed === 0) break
    }
    const { remaining } = last
    if (flags.json) await printJson(terminal, { resealed, remaining })
    else
      await printLine(
        terminal,
        `${resealed} sealed again, ${remaining} left${remaining === 0 ? '' : ': see "Rotation" in the operating guide'}`,
      )
    if (stopping.aborted) return exitCodes.interrupted
    return remaining === 0 ? exitCodes.done : exitCodes.partial
  })
}
