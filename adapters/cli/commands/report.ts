import type { OnboardingStage } from '../../../src/index.js'
import { onboardingStage, onboardingStages } from '../../../src/index.js'
import type { ListFormatFlags } from '../csv/list-flags.js'
import { listOptions } from '../csv/list-flags.js'
import { openCsv, rowsUntil } from '../csv/open-file.js'
import type { BadRow } from '../csv/rows.js'
import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { describeFailure, failureLines } from '../failure.js'
import { moment, printJson, printLine, printTable } from '../output.js'
import { startProgress } from '../progress.js'
import type { CommandSession, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface ReportFlags extends SessionFlags, ListFormatFlags {
  readonly lapsing?: number | undefined
  readonly only?: OnboardingStage | undefined
}

interface ReportedUser {
  readonly line: number
  readonly user: string
  readonly stage: OnboardingStage
  readonly ends?: Date | undefined
  readonly message: string
}

/** The stages in which the operator has something to do. */
const listedStages: ReadonlySet<OnboardingStage> = new Set(['lapsing', 'lapsed', 'failed'])

/** Reads only. A user who is in the file twice is counted twice. */
export async function runReport(terminal: Terminal, flags: ReportFlags, name: string): Promise<ExitCode> {
  const list = listOptions(flags)
  const file = await openCsv(terminal, name)
  return withSession(terminal, flags, async (session) => {
    const stopping = terminal.stopping()
    const total = terminal.errors.isTerminal ? await file.countRows(list.delimiter) : undefined
    const progress = await startProgress(terminal, total)
    const counts = new Map<OnboardingStage, number>()
    const listed: ReportedUser[] = []
    try {
      for await (const read of rowsUntil(stopping, file, list)) {
        const user = 'issues' in read ? unreadable(read) : await lookUp(terminal, session, read, flags.lapsing)
        counts.set(user.stage, (counts.get(user.stage) ?? 0) + 1)
        progress.step('')
        if (flags.json) await printJson(terminal, user)
        else if (flags.only === undefined ? listedStages.has(user.stage) : user.stage === flags.only) listed.push(user)
      }
    } finally {
      progress.end()
    }
    if (stopping.aborted) return exitCodes.interrupted
    if (!flags.json) await printReport(terminal, counts, listed)
    return (counts.get('failed') ?? 0) > 0 ? exitCodes.partial : exitCodes.done
  })
}

async function lookUp(
  terminal: Terminal,
  { tap, ...call }: CommandSession,
  { line, row: { user } }: { readonly line: number; readonly row: { readonly user: string } },
  lapsingInHours: number | undefined,
): Promise<ReportedUser> {
  try {
    const explanation = await tap.users.explain({ ...call, user })
    const registrations = await tap.registrations.list({ ...call, user })
    const stage = onboardingStage(explanation, registrations, { now: new Date(terminal.now()), lapsingInHours })
    return { line, user, stage, ends: explanation.pass?.endDateTime, message: explanation.message }
  } catch (error) {
    return { line, user, stage: 'failed', message: failureLines(describeFailure(error)).join('; ') }
  }
}

function unreadable({ line, issues }: BadRow): ReportedUser {
  const message = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return { line, user: '', stage: 'failed', message }
}

async function printReport(
  terminal: Terminal,
  counts: ReadonlyMap<OnboardingStage, number>,
  listed: readonly ReportedUser[],
): Promise<void> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  for (const [stage, meaning] of Object.entries(onboardingStages) as [OnboardingStage, string][]) {
    const count = counts.get(stage) ?? 0
    await printLine(terminal, `${stage.padEnd(10)}  ${bar(count, total)} ${String(count).padStart(6)}  ${meaning}`)
  }
  await printLine(terminal, `${'total'.padEnd(10)}  ${' '.repeat(barWidth)} ${String(total).padStart(6)}`)
  if (listed.length === 0) return
  await printLine(terminal, '')
  const rows = listed.map(({ line, user, stage, ends, message }) => [
    String(line),
    user,
    stage,
    moment(ends),
    stage === 'failed' ? message : '',
  ])
  await printTable(terminal, { headings: ['line', 'user', 'stage', 'ends', ''], rows })
}

const barWidth = 30

/** One user of many still fills one cell. */
function bar(count: number, total: number): string {
  const filled = count === 0 ? 0 : Math.max(1, Math.round((count / total) * barWidth))
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled)
}
