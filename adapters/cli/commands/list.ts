import type { Pass, Usability } from '../../../src/index.js'
import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { moment, printJson, printLine, printTable, yesNo } from '../output.js'
import { passJson } from '../pass-fields.js'
import type { CommandSession, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface ListFlags extends SessionFlags {
  readonly usability?: Usability | undefined
}

// A table is kept in memory until it is printed.
const maxTableRows = 1_000

export function runList(terminal: Terminal, flags: ListFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async (session) => {
    const passes = withUsability(eachPass(session), flags.usability)
    if (flags.json) {
      for await (const pass of passes) await printJson(terminal, passJson(pass))
      return exitCodes.done
    }
    const rows: string[][] = []
    for await (const pass of passes) {
      if (rows.length === maxTableRows) {
        await terminal.errors.write(`Only the first ${maxTableRows} passes are shown. Use --json for all of them.\n`)
        break
      }
      rows.push([
        pass.userId,
        pass.usability,
        moment(pass.startDateTime),
        moment(pass.endDateTime),
        yesNo(pass.isUsableOnce),
      ])
    }
    if (rows.length === 0) await printLine(terminal, 'No passes found.')
    else await printTable(terminal, { headings: ['user', 'usability', 'starts', 'ends', 'once'], rows })
    return exitCodes.done
  })
}

async function* eachPass({ tap, ...call }: CommandSession): AsyncGenerator<Pass, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await tap.passes.list({ ...call, cursor, limit: 100 })
    yield* page.items
    cursor = page.cursor
  } while (cursor !== undefined)
}

async function* withUsability(
  passes: AsyncIterable<Pass>,
  usability: Usability | undefined,
): AsyncGenerator<Pass, void, undefined> {
  for await (const pass of passes) if (usability === undefined || pass.usability === usability) yield pass
}
