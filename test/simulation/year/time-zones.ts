const minuteMs = 60_000

/** The offsets of one zone: each in minutes, from an instant on. Written by hand, so that no time zone data is trusted. */
type Offsets = readonly (readonly [from: string, minutes: number])[]

/** The year ends after the days on which Samoa crossed the date line: it had no 30 December 2011. */
const offsetsOf = {
  'Europe/Berlin': [
    ['2011-01-01T00:00Z', 60],
    ['2011-03-27T01:00Z', 120],
    ['2011-10-30T01:00Z', 60],
    ['2012-03-25T01:00Z', 120],
  ],
  'Pacific/Apia': [
    ['2011-01-01T00:00Z', -600],
    ['2011-04-02T14:00Z', -660],
    ['2011-09-24T14:00Z', -600],
    ['2011-12-30T10:00Z', 840],
    ['2012-03-31T14:00Z', 780],
  ],
  'America/New_York': [
    ['2011-01-01T00:00Z', -300],
    ['2011-03-13T07:00Z', -240],
    ['2011-11-06T06:00Z', -300],
    ['2012-03-11T07:00Z', -240],
  ],
  'Asia/Kathmandu': [['2011-01-01T00:00Z', 345]],
} as const satisfies Readonly<Record<string, Offsets>>

export type ZoneName = keyof typeof offsetsOf

export const zoneNames = Object.keys(offsetsOf) as readonly ZoneName[]

/** The instants at which the clocks of a zone change. */
export function changesOf(zone: ZoneName): readonly number[] {
  return periodsOf(zone)
    .slice(1)
    .map(({ fromMs }) => fromMs)
}

/**
 * Returns the instant of a local time, given as the milliseconds that UTC would have then. A time that comes twice is the
 * first of the two. A time that is skipped is read by the clock before the change.
 */
export function instantOf(zone: ZoneName, localMs: number): number {
  const periods = periodsOf(zone)
  for (const { fromMs, untilMs, offsetMs } of periods) {
    const instantMs = localMs - offsetMs
    if (instantMs >= fromMs && instantMs < untilMs) return instantMs
  }
  const before = periods.findLast(({ untilMs, offsetMs }) => localMs - offsetMs >= untilMs)
  if (!before) throw new RangeError('The table begins later')
  return localMs - before.offsetMs
}

/** Returns how often the clocks of a zone show this local time: not at all, once or twice. */
export function timesShown(zone: ZoneName, localMs: number): number {
  return periodsOf(zone).filter(({ fromMs, untilMs, offsetMs }) => {
    return localMs - offsetMs >= fromMs && localMs - offsetMs < untilMs
  }).length
}

/** Returns the local time of an instant, as the milliseconds that UTC would have then. */
export function localTimeOf(zone: ZoneName, instantMs: number): number {
  const period = periodsOf(zone).findLast(({ fromMs }) => fromMs <= instantMs)
  if (!period) throw new RangeError('The table begins later')
  return instantMs + period.offsetMs
}

interface Period {
  readonly fromMs: number
  readonly untilMs: number
  readonly offsetMs: number
}

function periodsOf(zone: ZoneName): readonly Period[] {
  return allPeriods.get(zone) ?? []
}

const allPeriods = new Map(zoneNames.map((zone) => [zone, readPeriods(offsetsOf[zone])]))

function readPeriods(offsets: Offsets): readonly Period[] {
  return offsets.map(([from, minutes], at) => {
    const next = offsets[at + 1]
    return {
      fromMs: Date.parse(from),
      untilMs: next ? Date.parse(next[0]) : Infinity,
      offsetMs: minutes * minuteMs,
    }
  })
}
