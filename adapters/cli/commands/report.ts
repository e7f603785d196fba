import { openCsv, untilAborted } from '../csv/open-file.js'
import { readRows } from '../csv/rows.js'
import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { describeFailure, failureLines } from '../failure.js'
import type { OnboardingState } from '../onboarding.js'
import { onboardingState, onboardingStates } from '../onboarding.js'
import { moment, printJson, printLine, printTable } from '../output.js'
import { startProgress } from '../progress.js'
import type { Session, SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface ReportFlags extends SessionFlags {
  readonly lapsing?: number | undefined
  readonly only?: OnboardingState | undefined
  readonly delimiter?: string | undefined
}

interface Person {
  readonly line: number
  readonly user: string
  readonly state: OnboardingState
  readonly ends?: Date | undefined
  readonly message: string
}

const hourMs = 3_600_000
// Who does not wait for people any more: only of these there is something to do.
const worthListing: ReadonlySet<OnboardingState> = new Set(['lapsing', 'lapsed', 'failed'])

/** Reads only. The same person twice is counted twice: the file says so. */
export async function run(terminal: Terminal, flags: ReportFlags, name: string): Promise<ExitCode> {
  const file = await openCsv(terminal, name)
  return withSession(terminal, flags, async (session) => {
    const stopping = terminal.stopping()
    const progress = await startProgress(terminal, terminal.errors.isTerminal ? await file.countRows() : undefined)
    const counts = new Map<OnboardingState, number>()
    const listed: Person[] = []
    try {
      for await (const read of readRows(untilAborted(file.open(), stopping), flags)) {
        const person = 'issues' in read ? unreadable(read) : await lookUp(terminal, session, read, flags.lapsing)
        counts.set(person.state, (counts.get(person.state) ?? 0) + 1)
        progress.step('')
        if (flags.json) await printJson(terminal, person)
        else if (flags.only === undefined ? worthListing.has(person.state) : person.state === flags.only)
          listed.push(person)
      }
    } finally {
      progress.end()
    }
    if (stopping.aborted) return exitCodes.interrupted
    if (!flags.json) await picture(terminal, counts, listed)
    return (counts.get('failed') ?? 0) > 0 ? exitCodes.partial : exitCodes.done
  })
}

async function lookUp(
  terminal: Terminal,
  { tap, ...call }: Session,
  { line, row: { user } }: { readonly line: number; readonly row: { readonly user: string } },
  lapsingHours: number | undefined,
): Promise<Person> {
  try {
    const explanation = await tap.users.explain({ ...call, user })
    const registrations = await tap.registrations.list({ ...call, user })
    const circumstances = {
      nowMs: terminal.now(),
      lapsingMs: lapsingHours === undefined ? undefined : lapsingHours * hourMs,
    }
    const state = onboardingState(explanation, registrations, circumstances)
    return { line, user, state, ends: explanation.pass?.endDateTime, message: explanation.message }
  } catch (error) {
    return { line, user, state: 'failed', message: failureLines(describeFailure(error)).join('; ') }
  }
}

function unreadable({
  line,
  issues,
}: {
  readonly line: number
  readonly issues: readonly { readonly field: string; readonly message: string }[]
}): Person {
  return {
    line,
    user: '',
    state: 'failed',
    message: issues.map(({ field, message }) => `${field}: ${message}`).join('; '),
  }
}

async function picture(
  terminal: Terminal,
  counts: ReadonlyMap<OnboardingState, number>,
  listed: readonly Person[],
): Promise<void> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  for (const [state, meaning] of Object.entries(onboardingStates) as [OnboardingState, string][]) {
    const count = counts.get(state) ?? 0
    await printLine(terminal, `${state.padEnd(10)}  ${bar(count, total)} ${String(count).padStart(6)}  ${meaning}`)
  }
  await printLine(terminal, `${'in all'.padEnd(10)}  ${' '.repeat(barWidth)} ${String(total).padStart(6)}`)
  if (listed.length === 0) return
  await printLine(terminal, '')
  const rows = listed.map(({ line, user, state, ends, message }) => [
    String(line),
    user,
    state,
    moment(ends),
    state === 'failed' ? message : '',
  ])
  await printTable(terminal, { headings: ['line', 'user', 'state', 'ends', ''], rows })
}

const barWidth = 30

/** Nobody is nothing, and one of many is not nobody. */
function bar(count: number, total: number): string {
  const filled = count === 0 ? 0 : Math.max(1, Math.round((count / total) * barWidth))
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled)
}
