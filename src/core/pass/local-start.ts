import { millisecondsInDay, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { InputIssue, InputIssueCode } from '../input/input-issue.js'
import { inputIssue } from '../input/input-issue.js'

/** A first day where the person is, as a list of new hires has it. */
export interface LocalStart {
  /** `2026-12-01` */
  readonly startDate?: string | undefined
  /** `09:00`, on 24 hours. @defaultValue `00:00` */
  readonly startTime?: string | undefined
  /** IANA: `Europe/Berlin`. */
  readonly timeZone?: string | undefined
}

/** The instant; absent: at once. Or everything that is wrong with it. */
export type ResolvedStart =
  | { readonly ok: true; readonly startDateTime?: Date | undefined }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/**
 * When does that day begin there? A day that has begun, and is not over, begins at once; of one that is over the instant
 * is answered, for the policy to refuse.
 */
export function resolveStart({ startDate, startTime, timeZone }: LocalStart, nowMs: number): ResolvedStart {
  const issues: InputIssue<InputIssueCode>[] = []
  const day = startDate === undefined ? undefined : dayMs(startDate)
  const time = timeMs(startTime ?? '00:00')
  const clock = timeZone === undefined ? undefined : wallClock(timeZone)
  if (startDate === undefined) issues.push(inputIssue('type', 'startDate', 'input.startDateMissing'))
  else if (day === undefined) issues.push(inputIssue('range', 'startDate', 'input.startDate'))
  if (time === undefined) issues.push(inputIssue('range', 'startTime', 'input.startTime'))
  if (timeZone === undefined) issues.push(inputIssue('type', 'timeZone', 'input.timeZoneMissing'))
  else if (!clock) issues.push(inputIssue('range', 'timeZone', 'input.timeZone'))
  if (day === undefined || time === undefined || !clock) return { ok: false, issues }
  const startMs = instantOf(day + time, clock)
  if (startMs <= nowMs && nowMs < instantOf(day + millisecondsInDay, clock)) return { ok: true }
  return { ok: true, startDateTime: new Date(startMs) }
}

/** What clocks on the wall show at an instant, read as if it were UTC. */
type WallClock = (instantMs: number) => number

/**
 * The instant at which clocks on that wall show this. RFC 5545 §3.3.5, and `compatible` of Temporal: of a time that
 * comes twice, where clocks go back, the first; for one that is left out, where they go forward, the time it would have
 * been by the clock before. At midnight, where some countries change, that is the first moment of the day.
 */
function instantOf(wallMs: number, clock: WallClock): number {
  const offsetAt = (instantMs: number): number => clock(instantMs) - instantMs
  // No zone is further than a day from UTC, and none changes twice in so short a time.
  const before = wallMs - offsetAt(wallMs - millisecondsInDay)
  const after = wallMs - offsetAt(wallMs + millisecondsInDay)
  const fits = [before, after].filter((instantMs) => clock(instantMs) === wallMs)
  return fits.length > 0 ? Math.min(...fits) : before
}

function dayMs(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const ms = Date.parse(`${text}T00:00:00Z`)
  // Some engines read the 30th of February as the 2nd of March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? ms : undefined
}

function timeMs(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? undefined : (Number(hours) * 60 + Number(minutes)) * millisecondsInMinute
}

// Building one costs five times what using it does, and a list has a few zones only.
const clocks = new Map<string, WallClock>()
const clocksKept = 1_000

/** By the host's own IANA data. `undefined`: it knows no such zone. */
function wallClock(timeZone: string): WallClock | undefined {
  const known = clocks.get(timeZone)
  if (known) return known
  const built = buildClock(timeZone)
  if (clocks.size >= clocksKept) clocks.clear()
  if (built) clocks.set(timeZone, built)
  return built
}

function buildClock(timeZone: string): WallClock | undefined {
  // Some engines take `+01:00` for a zone, which knows no summer time.
  if (!/^[A-Za-z]/.test(timeZone)) return undefined
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    return (instantMs) => {
      const shown = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
      const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0
      const wallMs = Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      )
      const fraction = instantMs - Math.floor(instantMs / millisecondsInSecond) * millisecondsInSecond
      return wallMs + fraction
    }
  } catch {
    return undefined
  }
}
