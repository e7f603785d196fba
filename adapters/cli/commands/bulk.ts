import type { CreateManyRow, DeliveryChannel, PassRow } from '../../../src/index.js'
import type { BulkTotals } from '../bulk-report.js'
import { bulkReport } from '../bulk-report.js'
import type { CodeExit, CodeFlags } from '../code-exit.js'
import { closeCodeExit, openCodeExit } from '../code-exit.js'
import type { ListFormatFlags } from '../csv/list-flags.js'
import { listOptions } from '../csv/list-flags.js'
import type { CsvFile } from '../csv/open-file.js'
import { openCsv, rowsUntil } from '../csv/open-file.js'
import type { CsvRow, ListOptions } from '../csv/rows.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import type { CommandSession, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface BulkFlags extends SessionFlags, CodeFlags, ListFormatFlags {
  readonly dryRun?: boolean | undefined
  readonly allOrNothing?: boolean | undefined
  readonly batch?: string | undefined
  readonly concurrency?: number | undefined
  readonly timeZone?: string | undefined
  readonly startTime?: string | undefined
  readonly lifetime?: number | undefined
}

/** Issues a pass for each row. A problem with one row is printed with its line number. It does not stop the other rows. */
export async function runBulk(terminal: Terminal, flags: BulkFlags, name: string): Promise<ExitCode> {
  const format = listOptions(flags)
  const file = await openCsv(terminal, name)
  if (flags.allOrNothing && !file.isRepeatable) {
    throw new CommandError(
      '--all-or-nothing reads the rows twice, so it needs a file, not a pipe. Save the rows first.',
    )
  }
  return withSession(terminal, flags, async (session) => {
    const { batch, timeZone, startTime, lifetime: lifetimeInMinutes } = flags
    const defaults = { timeZone, startTime, lifetimeInMinutes }
    const list = { ...format, batch, defaults }
    const job: BulkJob = { terminal, flags, session, file, list }
    if (flags.dryRun) {
      return exitCodeOf(await processFile(job, { isDryRun: true, heading: 'Checked, nothing issued' }))
    }
    const exit = await openBulkExit(terminal, flags)
    try {
      if (flags.allOrNothing) {
        const checked = await processFile(job, { isDryRun: true, heading: 'Checked', isQuietWhenGood: true, exit })
        if (checked.refused > 0 || checked.isStopped) {
          await terminal.errors.write('Nothing was issued, because not every row was accepted.\n')
          return exitCodeOf(checked)
        }
      }
      return exitCodeOf(await processFile(job, { isDryRun: false, heading: 'Done', exit }))
    } finally {
      await closeCodeExit(terminal, exit)
    }
  })
}

interface BulkJob {
  readonly terminal: Terminal
  readonly flags: BulkFlags
  readonly session: CommandSession
  readonly file: CsvFile
  readonly list: ListOptions
}

interface BulkReading {
  readonly isDryRun: boolean
  readonly heading: string
  readonly exit?: CodeExit | undefined
  readonly isQuietWhenGood?: boolean | undefined
}

/** Reads the file once. */
async function processFile(job: BulkJob, reading: BulkReading): Promise<BulkTotals> {
  const { terminal, flags, session, file, list } = job
  const { tap, ...call } = session
  const { isDryRun, heading, exit, isQuietWhenGood = false } = reading
  const total = terminal.errors.isTerminal ? await file.countRows(list.delimiter) : undefined
  const report = await bulkReport(terminal, { isJson: flags.json ?? false, total, isQuietWhenGood })
  const pending = pendingRows()
  const stopping = terminal.stopping()

  async function* goodRows(): AsyncGenerator<PassRow, void, undefined> {
    // After a signal, pending rows are finished and their codes are written. No other row starts.
    for await (const read of rowsUntil(stopping, file, list)) {
      const checked = withDelivery(read, flags.deliver, exit)
      if ('issues' in checked) {
        // Keeps the output in the order of the file.
        await pending.settled()
        await report.addBadRow(checked)
      } else {
        pending.add(checked.row, checked.line)
        yield checked.row
      }
    }
    if (stopping.aborted) report.markStopped()
  }

  try {
    const { concurrency } = flags
    for await (const result of tap.passes.createMany({ ...call, rows: goodRows(), concurrency, isDryRun })) {
      // The code counts as delivered when the loop asks for the next result, so it is written before.
      await keepCode(result, exit)
      await report.addResult(pending.take(result.row), result)
    }
  } finally {
    report.end()
  }
  return report.summary(heading)
}

/** Adds the channel of `--deliver` to a row that has none. Without any way out, the code would be lost. */
function withDelivery(read: CsvRow, channel: DeliveryChannel | undefined, exit: CodeExit | undefined): CsvRow {
  if ('issues' in read) return read
  const { line, row } = read
  if (row.deliverTo === undefined && channel !== undefined) return { line, row: { ...row, deliverTo: channel } }
  if (row.deliverTo !== undefined || exit?.kind !== 'delivered') return read
  const message = 'is required, unless you use --deliver or --output'
  return { line, issues: [{ field: 'deliverTo', message }] }
}

interface PendingRows {
  add(row: PassRow, line: number): void
  /** Removes the row and returns its line. */
  take(row: PassRow): number
  /** Resolves when no row is pending. */
  settled(): Promise<void>
}

function pendingRows(): PendingRows {
  const lines = new Map<PassRow, number>()
  let resolveSettled: (() => void) | undefined
  return {
    add: (row, line) => void lines.set(row, line),
    take(row) {
      const line = lines.get(row) ?? 0
      lines.delete(row)
      if (lines.size === 0) resolveSettled?.()
      return line
    },
    async settled() {
      if (lines.size === 0) return
      await new Promise<void>((resolve) => {
        resolveSettled = resolve
      })
    },
  }
}

async function keepCode(result: CreateManyRow, exit: CodeExit | undefined): Promise<void> {
  if (result.outcome !== 'created' || !('temporaryAccessPass' in result.pass)) return
  if (exit?.kind === 'sealed') await exit.file.add(result.row.user, result.pass)
}

/** `bulk` never shows codes on the terminal: there are too many of them. */
async function openBulkExit(terminal: Terminal, flags: BulkFlags): Promise<CodeExit> {
  if (flags.output !== undefined) return openCodeExit(terminal, { ...flags, deliver: undefined })
  return { kind: 'delivered' }
}

function exitCodeOf({ refused, isStopped }: BulkTotals): ExitCode {
  if (isStopped) return exitCodes.interrupted
  return refused > 0 ? exitCodes.partial : exitCodes.done
}
