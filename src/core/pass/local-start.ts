import { millisecondsInDay, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import { inputIssue } from '../input/create-issue.js'
import type { InputIssue, InputIssueCode } from '../input/input-issue.js'

/** A start in the user's time zone, as lists of new hires contain it. */
export interface LocalStart {
  /** For example `2026-12-01`. */
  readonly startDate?: string | undefined
  /** On 24 hours, for example `09:00`. Default: `00:00`. */
  readonly startTime?: string | undefined
  /** An IANA time zone, for example `Europe/Berlin`. */
  readonly timeZone?: string | undefined
}

/** The instant (absent: now), or everything that is wrong with the input. */
export type ResolvedStart =
  | { readonly ok: true; readonly startDateTime?: Date | undefined }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/**
 * Resolves a local start to an instant. If the day has begun and not ended, the pass starts now. A day in the past keeps
 * its instant, so that the policy refuses it.
 */
export function resolveStart({ startDate, startTime, timeZone }: LocalStart, nowMs: number): ResolvedStart {
  const issues: InputIssue<InputIssueCode>[] = []
  const day = startDate === undefined ? undefined : dayMs(startDate)
  const time = timeMs(startTime ?? '00:00')
  const clock = timeZone === undefined ? undefined : localClock(timeZone)
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

/** Converts an instant to the local time, as the milliseconds that UTC would have at that local time. */
type LocalClock = (instantMs: number) => number

/**
 * Converts a local time to an instant, as RFC 5545 §3.3.5 and Temporal's `compatible` do. When clocks go back, the earlier
 * of the two instants is used. A time that is skipped when they go forward is read with the offset before the change; at
 * midnight, that gives the first moment of the day.
 */
function instantOf(localMs: number, clock: LocalClock): number {
  const offsetAt = (instantMs: number): number => clock(instantMs) - instantMs
  // No zone is more than a day away from UTC, and none changes its offset twice within two days.
  const before = localMs - offsetAt(localMs - millisecondsInDay)
  const after = localMs - offsetAt(localMs + millisecondsInDay)
  const exact = [before, after].filter((instantMs) => clock(instantMs) === localMs)
  return exact.length > 0 ? Math.min(...exact) : before
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

// Creating a clock costs five times as much as using it, and a list has only a few zones.
const clocks = new Map<string, LocalClock>()
const maxClocks = 1_000

/** Uses the host's own IANA data. Returns `undefined` for an unknown zone. */
function localClock(timeZone: string): LocalClock | undefined {
  const cached = clocks.get(timeZone)
  if (cached) return cached
  const built = buildClock(timeZone)
  if (clocks.size >= maxClocks) clocks.clear()
  if (built) clocks.set(timeZone, built)
  return built
}

/**
 * Some engines accept `+01:00`, `EST` and `Etc/GMT+5`, but an offset has no daylight saving time. They also take `BST` for
 * Dhaka, which is no time of London. Of the abbreviations, only `UTC` has one meaning.
 */
function isOffset(timeZone: string): boolean {
  return /^((?!utc$)[a-z]{3}|(etc\/)?(gmt|greenwich)([+-]?\d+)?|systemv\/.*)$/i.test(timeZone)
}

function buildClock(timeZone: string): LocalClock | undefined {
  if (!/^[A-Za-z]/.test(timeZone) || isOffset(timeZone)) return undefined
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
      const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
      const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
      const localMs = Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      )
      const fraction = instantMs - Math.floor(instantMs / millisecondsInSecond) * millisecondsInSecond
      return localMs + fraction
    }
  } catch {
    return undefined
  }
}
