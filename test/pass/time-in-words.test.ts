import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationInWords, instantInWords } from '../../src/core/pass/time-in-words.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'

describe('instantInWords', () => {
  it('names the minute in UTC', () => {
    expect(instantInWords(new Date('2026-11-23T06:00:59.999Z'))).toBe('2026-11-23 06:00 UTC')
  })
})

describe('durationInWords', () => {
  it.each([
    [1, 'in less than a minute'],
    [0, 'less than a minute ago'],
    [minuteMs - 1, 'in less than a minute'],
    [-1, 'less than a minute ago'],
    [minuteMs, 'in 1 minute'],
    [-minuteMs, '1 minute ago'],
    [2 * hourMs + 5 * minuteMs, 'in 2 hours 5 minutes'],
    [hourMs, 'in 1 hour'],
    [-(3 * dayMs + 4 * hourMs + 5 * minuteMs), '3 days 4 hours ago'],
    [30 * dayMs, 'in 30 days'],
    [dayMs + 59 * minuteMs, 'in 1 day'],
  ])('reads %i ms as "%s"', (ms, words) => {
    expect(durationInWords(ms)).toBe(words)
  })

  it('always names an amount of time, and its direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400 * dayMs, max: 400 * dayMs }), (ms) => {
        expect(durationInWords(ms)).toMatch(ms <= 0 ? /^\S.* ago$/ : /^in \S.+$/)
      }),
    )
  })
})
