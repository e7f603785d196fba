import type { CreateManyRow, Pass } from '../../src/index.js'
import type { BadRow } from './csv/rows.js'
import { describeFailure, failureLines } from './failure.js'
import { printable, printJson } from './output.js'
import { passJson } from './pass-fields.js'
import { startProgress } from './progress.js'
import type { Terminal } from './terminal.js'

/** How many rows of one reading had which outcome. */
export interface BulkTotals {
  readonly created: number
  readonly unchanged: number
  readonly planned: number
  readonly refused: number
  /** `true` when a signal stopped the command before the last row. */
  readonly isStopped: boolean
}

/** Prints the outcome of each row when it is known, and the totals at the end. */
export interface BulkReport {
  addBadRow(row: BadRow): Promise<void>
  addResult(line: number, result: CreateManyRow): Promise<void>
  markStopped(): void
  end(): void
  summary(heading: string): Promise<BulkTotals>
}

export interface BulkReportOptions {
  readonly isJson: boolean
  readonly total: number | undefined
  /** Prints refusals only, because another reading follows if there are none. */
  readonly isQuietWhenGood: boolean
}

export async function bulkReport(
  terminal: Terminal,
  { isJson, total, isQuietWhenGood }: BulkReportOptions,
): Promise<BulkReport> {
  const progress = await startProgress(terminal, total)
  const counts = { created: 0, unchanged: 0, planned: 0, refused: 0 }
  let isStopped = false

  async function refused(
    line: number,
    user: string | undefined,
    failure: ReturnType<typeof describeFailure>,
  ): Promise<void> {
    counts.refused += 1
    progress.step(inWords(counts))
    if (isJson) return printJson(terminal, { line, user, outcome: 'refused', error: failure })
    for (const text of failureLines(failure)) await progress.printAbove(`line ${line}: ${text}`)
  }

  return {
    addBadRow: ({ line, issues }) => {
      const message = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
      return refused(line, undefined, { code: 'ROW', message, issues })
    },
    async addResult(line, result) {
      const { user } = result.row
      if (result.outcome === 'refused') return refused(line, user, describeFailure(result.error))
      counts[result.outcome] += 1
      progress.step(inWords(counts))
      if (isQuietWhenGood) return
      if (!isJson) {
        for (const { message } of warningsOf(result))
          await progress.printAbove(printable(`line ${line}: warning: ${message}`))
        return
      }
      const { outcome } = result
      if (outcome === 'planned') return printJson(terminal, { line, user, outcome, plan: result.plan })
      return printJson(terminal, { line, user, outcome, pass: result.pass && passJson(result.pass) })
    },
    markStopped() {
      isStopped = true
    },
    end: () => progress.end(),
    async summary(heading) {
      if (isStopped) await terminal.errors.write('Stopped before the last row. Run the same command again to go on.\n')
      const isPrinted = !isQuietWhenGood || counts.refused > 0 || isStopped
      if (isJson && isPrinted) await printJson(terminal, { summary: { ...counts, isStopped } })
      if (!isJson && isPrinted) await terminal.output.write(`${heading}: ${printable(inWords(counts))}\n`)
      return { ...counts, isStopped }
    },
  }
}

function warningsOf(result: CreateManyRow): Pass['warnings'] {
  if (result.outcome === 'planned') return result.plan.warnings
  return result.outcome === 'created' ? result.pass.warnings : []
}

const outcomeWords: Readonly<Record<CreateManyRow['outcome'], string>> = {
  created: 'issued',
  unchanged: 'unchanged',
  planned: 'accepted',
  refused: 'refused',
}

function inWords(counts: Readonly<Record<CreateManyRow['outcome'], number>>): string {
  const outcomes = Object.keys(outcomeWords) as CreateManyRow['outcome'][]
  const parts = outcomes.flatMap((name) => (counts[name] > 0 ? `${counts[name]} ${outcomeWords[name]}` : []))
  return parts.length === 0 ? 'no rows' : parts.join(', ')
}
