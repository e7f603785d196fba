import type { CreateManyRow, DeliveryChannel, PassRow } from '../../../src/index.js'
import type { BulkTotals } from '../bulk-report.js'
import { bulkReport } from '../bulk-report.js'
import type { CodeExit, CodeFlags } from '../code-exit.js'
import { closeCodeExit, openCodeExit } from '../code-exit.js'
import type { CsvFile } from '../csv/open-file.js'
import { openCsv, untilAborted } from '../csv/open-file.js'
import type { CsvRow } from '../csv/rows.js'
import { readRows } from '../csv/rows.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import type { Session, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface BulkFlags extends SessionFlags, CodeFlags {
  readonly dryRun?: boolean | undefined
  readonly allOrNothing?: boolean | undefined
  readonly batch?: string | undefined
  readonly concurrency?: number | undefined
  readonly delimiter?: string | undefined
}

/** A file in, a pass for each row out; what is wrong with a row is told by its line, and the others go on. */
export async function run(terminal: Terminal, flags: BulkFlags, name: string): Promise<ExitCode> {
  const file = await openCsv(terminal, name)
  if (flags.allOrNothing && !file.isRepeatable) {
    throw new CommandError(
      '--all-or-nothing reads the rows twice, and what comes through a pipe is there once: save it to a file',
    )
  }
  return withSession(terminal, flags, async (session) => {
    const job: Job = { terminal, flags, session, file }
    if (flags.dryRun) return exitCodeOf(await go(job, { isDryRun: true, heading: 'Judged, nothing issued' }))
    const exit = await openBulkExit(terminal, flags)
    try {
      if (flags.allOrNothing) {
        const judged = await go(job, { isDryRun: true, heading: 'Judged', isQuietWhenGood: true, exit })
        if (judged.refused > 0 || judged.isStopped) {
          await terminal.errors.write('Nothing was issued, because not all rows are good.\n')
          return exitCodeOf(judged)
        }
      }
      return exitCodeOf(await go(job, { isDryRun: false, heading: 'Done', exit }))
    } finally {
      await closeCodeExit(terminal, exit)
    }
  })
}

interface Job {
  readonly terminal: Terminal
  readonly flags: BulkFlags
  readonly session: Session
  readonly file: CsvFile
}

interface Leg {
  readonly isDryRun: boolean
  readonly heading: string
  readonly exit?: CodeExit | undefined
  readonly isQuietWhenGood?: boolean | undefined
}

/** Reads the file once. */
async function go({ terminal, flags, session, file }: Job, leg: Leg): Promise<BulkTotals> {
  const { tap, ...call } = session
  const { isDryRun, heading, exit, isQuietWhenGood = false } = leg
  const total = terminal.errors.isTerminal ? await file.countRows() : undefined
  const report = await bulkReport(terminal, { isJson: flags.json ?? false, total, isQuietWhenGood })
  const underWay = rowsUnderWay()
  const stopping = terminal.stopping()

  async function* goodRows(): AsyncGenerator<PassRow, void, undefined> {
    for await (const read of readRows(untilAborted(file.open(), stopping), flags)) {
      // Rows under way are finished, and their codes kept; no other is begun.
      if (stopping.aborted) break
      const judged = withWay(read, flags.deliver, exit)
      if ('issues' in judged) {
        // Told in the order of the file: first those that were read before.
        await underWay.settled()
        await report.bad(judged)
      } else {
        underWay.add(judged.row, judged.line)
        yield judged.row
      }
    }
    if (stopping.aborted) report.stopped()
  }

  try {
    const { concurrency } = flags
    for await (const told of tap.passes.createMany({ ...call, rows: goodRows(), concurrency, isDryRun })) {
      // Before the next is asked for: then the code counts as handed on.
      await keepCode(told, exit)
      await report.told(underWay.take(told.row), told)
    }
  } finally {
    report.end()
  }
  return report.summary(heading)
}

/** With the channel that all rows have, where it has none of its own; a code that had no way to go would be lost. */
function withWay(read: CsvRow, channel: DeliveryChannel | undefined, exit: CodeExit | undefined): CsvRow {
  if ('issues' in read) return read
  const { line, row } = read
  if (row.deliverTo === undefined && channel !== undefined) return { line, row: { ...row, deliverTo: channel } }
  if (row.deliverTo !== undefined || exit?.kind !== 'delivered') return read
  const message = 'must be given, or --deliver, or --output: the code has no way to go'
  return { line, issues: [{ field: 'deliverTo', message }] }
}

interface RowsUnderWay {
  add(row: PassRow, line: number): void
  /** The line the row came from; it is under way no more. */
  take(row: PassRow): number
  /** Answers when none is under way. */
  settled(): Promise<void>
}

function rowsUnderWay(): RowsUnderWay {
  const lines = new Map<PassRow, number>()
  let tellSettled: (() => void) | undefined
  return {
    add: (row, line) => void lines.set(row, line),
    take(row) {
      const line = lines.get(row) ?? 0
      lines.delete(row)
      if (lines.size === 0) tellSettled?.()
      return line
    },
    async settled() {
      if (lines.size === 0) return
      await new Promise<void>((resolve) => {
        tellSettled = resolve
      })
    },
  }
}

async function keepCode(told: CreateManyRow, exit: CodeExit | undefined): Promise<void> {
  if (told.outcome !== 'created' || !('temporaryAccessPass' in told.pass)) return
  if (exit?.kind === 'sealed') await exit.file.add(told.row.user, told.pass)
}

/** Hundreds of codes on a screen are nobody's way to hand them out. */
async function openBulkExit(terminal: Terminal, flags: BulkFlags): Promise<CodeExit> {
  if (flags.output !== undefined) return openCodeExit(terminal, { ...flags, deliver: undefined })
  return { kind: 'delivered' }
}

function exitCodeOf({ refused, isStopped }: BulkTotals): ExitCode {
  if (isStopped) return exitCodes.interrupted
  return refused > 0 ? exitCodes.partial : exitCodes.done
}
