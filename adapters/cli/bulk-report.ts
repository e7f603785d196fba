import type { CreateManyRow } from '../../src/index.js'
import type { BadRow } from './csv/rows.js'
import { describeFailure, failureLines } from './failure.js'
import { printable, printJson } from './output.js'
import { passJson } from './pass-fields.js'
import { startProgress } from './progress.js'
import type { Terminal } from './terminal.js'

/** What became of the rows of one reading. */
export interface BulkTotals {
  readonly created: number
  readonly unchanged: number
  readonly planned: number
  readonly refused: number
  /** Was it asked to stop before the end? */
  readonly isStopped: boolean
}

/** Tells each row's fate as it is known, and the sums at the end. */
export interface BulkReport {
  bad(row: BadRow): Promise<void>
  told(line: number, row: CreateManyRow): Promise<void>
  stopped(): void
  end(): void
  summary(heading: string): Promise<BulkTotals>
}

export interface BulkReportOptions {
  readonly isJson: boolean
  readonly total: number | undefined
  /** Tell refusals only: another reading follows if there are none. */
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
    for (const text of failureLines(failure)) await progress.say(`line ${line}: ${text}`)
  }

  return {
    bad: ({ line, issues }) => {
      const message = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
      return refused(line, undefined, { code: 'ROW', message, issues })
    },
    async told(line, told) {
      const { user } = told.row
      if (told.outcome === 'refused') return refused(line, user, describeFailure(told.error))
      counts[told.outcome] += 1
      progress.step(inWords(counts))
      if (!isJson || isQuietWhenGood) return
      const { outcome } = told
      if (outcome === 'planned') return printJson(terminal, { line, user, outcome, plan: told.plan })
      return printJson(terminal, { line, user, outcome, pass: told.pass && passJson(told.pass) })
    },
    stopped() {
      isStopped = true
    },
    end: () => progress.end(),
    async summary(heading) {
      if (isStopped) await terminal.errors.write('Stopped before the end: the same command again goes on.\n')
      const isWorthTelling = !isQuietWhenGood || counts.refused > 0 || isStopped
      if (isJson && isWorthTelling) await printJson(terminal, { summary: { ...counts, isStopped } })
      if (!isJson && isWorthTelling) await terminal.output.write(`${heading}: ${printable(inWords(counts))}\n`)
      return { ...counts, isStopped }
    },
  }
}

function inWords(counts: Readonly<Record<string, number>>): string {
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  return told.length === 0 ? 'no rows' : told.map(([name, count]) => `${count} ${name}`).join(', ')
}
