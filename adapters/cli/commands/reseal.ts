import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

// A document that is written during one round is resealed in the next. One that is left after the last is unreadable.
const maxRounds = 5

/** Repeats until a round finds nothing to reseal. Then no stored document needs the old key. */
export function runReseal(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap }) => {
    const stopping = terminal.stopping()
    let resealed = 0
    let last = { resealed: 0, remaining: 0 }
    for (let round = 0; round < maxRounds && !stopping.aborted; round += 1) {
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
        `${resealed} resealed, ${remaining} left${remaining === 0 ? '' : '. See "Rotation" in the operating guide'}`,
      )
    if (stopping.aborted) return exitCodes.interrupted
    return remaining === 0 ? exitCodes.done : exitCodes.partial
  })
}
