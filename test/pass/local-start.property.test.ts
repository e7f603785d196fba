import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { LocalStart } from '../../src/core/pass/local-start.js'
import { resolveStart } from '../../src/core/pass/local-start.js'
import { rounds } from '../support/rounds.js'

// Some runtimes list offsets such as Etc/GMT+5, which are refused.
const zones = Intl.supportedValuesOf('timeZone').filter((zone) => !zone.includes('GMT') && !/^[A-Z]{3}$/.test(zone))
// Daylight saving of 30 minutes, changes at midnight or around Ramadan, a skipped day, and no changes at all.
const oddZones = [
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'UTC',
]
const days = fc
  .date({ min: new Date('1975-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const times = fc.nat(24 * 60 - 1).map((minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`)
const anyZone = fc.oneof(fc.constantFrom(...zones), fc.constantFrom(...oddZones))
const longAgo = 0

describe("a start in the user's time zone", () => {
  it('starts when Temporal says, in any zone and on any day', () => {
    fc.assert(
      fc.property(days, times, anyZone, (startDate, startTime, timeZone) => {
        expect(resolved({ startDate, startTime, timeZone })).toBe(temporal({ startDate, startTime, timeZone }))
      }),
      { numRuns: rounds(500) },
    )
  })

  it('starts when Temporal says, near every change of clocks from 1990 to 2035', () => {
    fc.assert(
      fc.property(changes(), fc.integer({ min: -1_500, max: 1_500 }), ({ timeZone, instant }, minutes) => {
        const local = instant.add({ minutes }).toZonedDateTimeISO(timeZone).toPlainDateTime()
        const startDate = local.toPlainDate().toString()
        const startTime = local.toPlainTime().toString({ smallestUnit: 'minute' })
        expect(resolved({ startDate, startTime, timeZone })).toBe(temporal({ startDate, startTime, timeZone }))
      }),
      { numRuns: rounds(500) },
    )
  })

  it('uses the earlier of two instants, and the old offset for a skipped time', () => {
    const berlin = (startDate: string, startTime: string) => iso({ startDate, startTime, timeZone: 'Europe/Berlin' })
    expect(berlin('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z')
    expect(berlin('2026-03-29', '01:59')).toBe('2026-03-29T00:59:00.000Z')
    expect(berlin('2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z')
    expect(berlin('2026-03-29', '03:30')).toBe('2026-03-29T01:30:00.000Z')
  })

  it('starts with the first moment of a day without midnight, or with the next day', () => {
    expect(iso({ startDate: '2026-04-24', timeZone: 'Africa/Cairo' })).toBe('2026-04-23T22:00:00.000Z')
    expect(iso({ startDate: '2011-12-30', timeZone: 'Pacific/Apia' })).toBe('2011-12-30T10:00:00.000Z')
  })

  it('starts now on a day that has begun, and keeps the instant of a day that is over', () => {
    const localStart = { startDate: '2026-12-01', startTime: '09:00', timeZone: 'Asia/Tokyo' }
    const startMs = Date.parse('2026-12-01T00:00:00Z')
    const nextDayMs = Date.parse('2026-12-01T15:00:00Z')
    const at = (nowMs: number) => {
      const start = resolveStart(localStart, nowMs)
      return start.ok && (start.startDateTime?.getTime() ?? 'at once')
    }
    expect(at(startMs - 1)).toBe(startMs)
    expect(at(startMs)).toBe('at once')
    expect(at(nextDayMs - 1)).toBe('at once')
    expect(at(nextDayMs)).toBe(startMs)
  })

  it.each(['UTC', 'utc', 'Etc/UTC', 'EST5EDT', 'Japan', 'GB', 'Asia/Calcutta', 'America/Argentina/Buenos_Aires'])(
    'accepts %s, which is a zone of IANA with its own rules',
    (timeZone) => {
      expect(resolved({ startDate: '2026-07-01', timeZone })).toBe(
        temporal({ startDate: '2026-07-01', startTime: '00:00', timeZone }),
      )
    },
  )

  it('accepts zone names in any case, and starts at midnight by default', () => {
    expect(iso({ startDate: '2026-12-01', timeZone: 'europe/berlin' })).toBe('2026-11-30T23:00:00.000Z')
  })

  it.each<[string, LocalStart, readonly string[]]>([
    ['a day that does not exist', { startDate: '2026-02-30', timeZone: 'UTC' }, ['range startDate']],
    ['the leap day of a year that has none', { startDate: '2027-02-29', timeZone: 'UTC' }, ['range startDate']],
    ['a day in another order', { startDate: '01.12.2026', timeZone: 'UTC' }, ['range startDate']],
    ['a day with more behind it', { startDate: '2026-12-01T00', timeZone: 'UTC' }, ['range startDate']],
    [
      'a time that does not exist',
      { startDate: '2026-12-01', startTime: '24:00', timeZone: 'UTC' },
      ['range startTime'],
    ],
    ['a zone that does not exist', { startDate: '2026-12-01', timeZone: 'Europe/Bonn' }, ['range timeZone']],
    ['an offset, which knows no summer time', { startDate: '2026-12-01', timeZone: '+01:00' }, ['range timeZone']],
    ...['EST', 'mst', 'HST', 'GMT', 'GMT0', 'GMT-0', 'Etc/GMT+5', 'etc/gmt-14', 'Etc/GMT', 'SystemV/EST5'].map(
      (timeZone): [string, LocalStart, readonly string[]] => [
        `${timeZone}, which is an offset`,
        { startDate: '2026-12-01', timeZone },
        ['range timeZone'],
      ],
    ),
    // Runtimes take BST for Dhaka, PST for Los Angeles and AST for Anchorage.
    ...['BST', 'PST', 'AST', 'IST', 'CST', 'CET', 'eet'].map((timeZone): [string, LocalStart, readonly string[]] => [
      `${timeZone}, which is an abbreviation`,
      { startDate: '2026-12-01', timeZone },
      ['range timeZone'],
    ]),
    ['a day without a zone', { startDate: '2026-12-01' }, ['type timeZone']],
    ['a zone without a day', { timeZone: 'UTC' }, ['type startDate']],
    [
      'all at once',
      { startDate: 'x', startTime: 'x', timeZone: 'x' },
      ['range startDate', 'range startTime', 'range timeZone'],
    ],
  ])('refuses %s by field', (_, localStart, expected) => {
    const start = resolveStart(localStart, longAgo)
    expect(start.ok ? [] : start.issues.map(({ code, field }) => `${code} ${field}`)).toEqual(expected)
  })
})

function resolved(localStart: LocalStart): number | undefined {
  const start = resolveStart(localStart, longAgo)
  return start.ok ? start.startDateTime?.getTime() : undefined
}

function iso(localStart: LocalStart): string | undefined {
  const ms = resolved(localStart)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

function temporal({ startDate, startTime, timeZone }: Required<LocalStart>): number {
  const local = Temporal.PlainDateTime.from(`${startDate}T${startTime}`)
  return local.toZonedDateTime(timeZone as string, { disambiguation: 'compatible' }).epochMilliseconds
}

/** A zone, and an instant at which its clocks change. */
function changes(): fc.Arbitrary<{ readonly timeZone: string; readonly instant: Temporal.Instant }> {
  const from = fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  return fc.tuple(anyZone, from).map(([timeZone, date]) => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone)
    const next = zoned.getTimeZoneTransition('next') ?? zoned
    return { timeZone, instant: next.toInstant() }
  })
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
