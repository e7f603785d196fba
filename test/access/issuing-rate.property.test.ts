import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IssueCount, IssueCountSubject } from '../../src/core/access/issue-count.js'
import {
  decodeCount,
  encodeCount,
  issueCountKey,
  minuteOf,
  noIssues,
  waitInSeconds,
  withIssue,
  withoutIssue,
} from '../../src/core/access/issue-count.js'
import { hourMs, minuteMs, secondMs } from '../support/clock.js'

const startMs = Date.UTC(2026, 10, 23, 6)
const pauses = fc.oneof(
  fc.integer({ min: 0, max: 90 * secondMs }),
  fc.integer({ min: 0, max: 2 * hourMs }),
  fc.constantFrom(0, 1, minuteMs - 1, minuteMs, hourMs - 1, hourMs, hourMs + 1, 61 * minuteMs),
)
const attempts = fc.array(pauses, { minLength: 1, maxLength: 60 })
const maxima = fc.integer({ min: 1, max: 8 })

describe('the count of passes issued in an hour', () => {
  it('never allows more than the maximum in any 60 minutes', () => {
    fc.assert(
      fc.property(attempts, maxima, (pauses, maximum) => {
        const { issuedAtMs } = run(pauses, maximum)
        for (const from of issuedAtMs) {
          const within = issuedAtMs.filter((at) => at >= from && at < from + hourMs)
          expect(within.length).toBeLessThanOrEqual(maximum)
        }
      }),
    )
  })

  it('allows a pass while fewer than the maximum were issued in the last 61 minutes', () => {
    fc.assert(
      fc.property(attempts, maxima, (pauses, maximum) => {
        const { issuedAtMs, refusedAtMs } = run(pauses, maximum)
        for (const at of refusedAtMs) {
          const recent = issuedAtMs.filter((issued) => issued <= at && issued > at - 61 * minuteMs)
          expect(recent.length).toBeGreaterThanOrEqual(maximum)
        }
      }),
    )
  })

  it('returns the exact number of seconds until one more pass is allowed', () => {
    fc.assert(
      fc.property(attempts, maxima, (pauses, maximum) => {
        const { count, nowMs } = run(pauses, maximum)
        const wait = waitInSeconds(count, maximum, nowMs)
        if (wait === undefined) return
        expect(wait).toBeLessThanOrEqual(61 * 60)
        expect(waitInSeconds(count, maximum, nowMs + wait * secondMs)).toBeUndefined()
        expect(waitInSeconds(count, maximum, nowMs + (wait - 1) * secondMs)).toBeDefined()
      }),
    )
  })

  it('also works when the maximum was lowered meanwhile', () => {
    fc.assert(
      fc.property(attempts, maxima, maxima, (pauses, maximum, lowered) => {
        const { count, nowMs } = run(pauses, maximum)
        const wait = waitInSeconds(count, lowered, nowMs) ?? 0
        expect(waitInSeconds(count, lowered, nowMs + wait * secondMs)).toBeUndefined()
      }),
    )
  })

  it('is as before when one pass is subtracted at once', () => {
    fc.assert(
      fc.property(attempts, maxima, (pauses, maximum) => {
        const { count, nowMs } = run(pauses, maximum)
        const back = withoutIssue(withIssue(count, nowMs), minuteOf(nowMs))
        for (const limit of [1, maximum, maximum + 1]) {
          expect(waitInSeconds(back ?? noIssues, limit, nowMs)).toBe(waitInSeconds(count, limit, nowMs))
        }
      }),
    )
    expect(withoutIssue(noIssues, minuteOf(startMs))).toBeUndefined()
  })

  it('is read as it was written, and stays small for any number of passes', () => {
    const { count } = run(
      Array.from({ length: 5_000 }, () => 40),
      100_000,
    )
    const full: IssueCount = {
      byMinute: new Map(Array.from({ length: 121 }, (_, index) => [minuteOf(startMs) + index, 100_000])),
      commitIds: Array.from({ length: 8 }, () => 'abcdefghijklmnop'),
    }
    for (const written of [noIssues, count, full]) expect(decodeCount(encodeCount(written))).toEqual(written)
    expect(encodeCount(full).length).toBeLessThan(8_000)
    expect(withIssue(full, startMs + hourMs).byMinute.size).toBe(121)
    expect(decodeCount('{"version":2}')).toBeUndefined()
  })

  it('counts passes of a clock up to an hour ahead, and ignores those further ahead', () => {
    const ahead = withIssue(noIssues, startMs + hourMs)
    expect(waitInSeconds(ahead, 1, startMs)).toBe(121 * 60)
    expect(waitInSeconds(withIssue(noIssues, startMs + hourMs + minuteMs), 1, startMs)).toBeUndefined()
  })
})

describe('the key of a count', () => {
  it('differs for different subjects, and fits every store', () => {
    const ids = fc.oneof(fc.constantFrom('', 'a', 'actor', 'user', 'app'), fc.string({ maxLength: 600 }))
    const subjects: fc.Arbitrary<IssueCountSubject> = fc.oneof(
      fc.record({ limit: fc.constant('actor' as const), kind: fc.constantFrom('user', 'app', 'system'), id: ids }),
      fc.record({ limit: fc.constant('user' as const), id: ids }),
      fc.constant({ limit: 'tenant' as const }),
    )
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        const [first, second] = [issueCountKey('t', a), issueCountKey('t', b)]
        expect(first.id === second.id).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
        expect(first.id).toMatch(/^[\w-]{43}$/)
      }),
    )
  })
})

function sorted(subject: IssueCountSubject): unknown {
  return Object.entries(subject).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Tries to issue after each pause. */
function run(pauses: readonly number[], maximum: number) {
  const issuedAtMs: number[] = []
  const refusedAtMs: number[] = []
  let count = noIssues
  let nowMs = startMs
  for (const pause of pauses) {
    nowMs += pause
    if (waitInSeconds(count, maximum, nowMs) === undefined) {
      count = withIssue(count, nowMs)
      issuedAtMs.push(nowMs)
    } else refusedAtMs.push(nowMs)
  }
  return { count, nowMs, issuedAtMs, refusedAtMs }
}
