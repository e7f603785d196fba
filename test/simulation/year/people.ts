import { Stream } from '../stream.js'
import type { ZoneName } from './time-zones.js'
import { changesOf, localTimeOf, zoneNames } from './time-zones.js'

/** How the pass is issued: at once, for later, or as a row of a list with a local start. */
export type Issuing =
  | { readonly how: 'now' }
  | { readonly how: 'later'; readonly startMs: number }
  | { readonly how: 'listed'; readonly zone: ZoneName; readonly date: string; readonly time: string }

/** What the person does with the code. */
const habits = {
  onTime: 58,
  mistypes: 10,
  early: 9,
  lastMoment: 5,
  late: 7,
  twice: 4,
  afterRetention: 3,
  replaced: 3,
  lockedOut: 1,
} as const

export type Habit = keyof typeof habits

const drawnHabits = (Object.keys(habits) as Habit[]).flatMap((name) => new Array<Habit>(habits[name]).fill(name))

export interface Person {
  readonly user: string
  /** Of the year, from 0 on. */
  readonly day: number
  /** Lists are run before the first of their day. */
  readonly issuedAtMs: number
  readonly issuing: Issuing
  readonly lifetimeInMinutes: number
  readonly isUsableOnce: boolean
  readonly habit: Habit
  /** Registers a passkey after signing in, and leaves the organisation so many days later. */
  readonly leavesAfterDays: number | undefined
  /** From 0 up to 1: when in the life of the pass the person signs in. */
  readonly moment: number
}

export const yearStartMs = Date.UTC(2011, 1, 1)
export const yearDays = 365
export const dayMs = 86_400_000
const minuteMs = 60_000
const issuingHour = 9

/** Draws the person with this number. Numbers follow the year, so the first person comes on its first day. */
export function drawPerson(number: number, people: number): Person {
  const stream = new Stream(number, 'person')
  const day = Math.floor((number * yearDays) / people)
  const issuedAtMs = yearStartMs + day * dayMs + issuingHour * 60 * minuteMs + stream.below(8 * 60 * minuteMs)
  return {
    user: `person-${number}`,
    day,
    issuedAtMs,
    issuing: drawIssuing(stream, issuedAtMs),
    lifetimeInMinutes: stream.pick([60, 60, 61, 90, 480]),
    isUsableOnce: stream.chance(0.8),
    habit: stream.pick(drawnHabits),
    leavesAfterDays: stream.chance(0.1) ? 5 + stream.below(60) : undefined,
    moment: stream.fraction(),
  }
}

function drawIssuing(stream: Stream, nowMs: number): Issuing {
  const kind = stream.fraction()
  if (kind < 0.5) return { how: 'now' }
  if (kind < 0.75) return { how: 'later', startMs: nowMs + 1 + stream.below(60 * 24 * 60) * minuteMs }
  const zone = stream.pick(zoneNames)
  const text = new Date(drawLocalMs(stream, zone, nowMs)).toISOString()
  return { how: 'listed', zone, date: text.slice(0, 10), time: text.slice(11, 16) }
}

/** Most starts are near a change of the clocks, if there is one ahead. */
function drawLocalMs(stream: Stream, zone: ZoneName, nowMs: number): number {
  const change = changesOf(zone).find((atMs) => atMs > nowMs + 2 * dayMs && atMs < nowMs + 80 * dayMs)
  const quarterMs = 15 * minuteMs
  if (change === undefined || stream.chance(0.2)) {
    const inDays = stream.chance(0.1) ? 0 : 1 + stream.below(60)
    const todayMs = Math.floor(localTimeOf(zone, nowMs) / dayMs) * dayMs
    return todayMs + inDays * dayMs + stream.below(96) * quarterMs
  }
  const localMs = localTimeOf(zone, change - 1) + 1
  const hours = stream.chance(0.75) ? 2 : 25
  return Math.floor(localMs / quarterMs) * quarterMs + (stream.below(hours * 4) - 4) * quarterMs
}
