import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PendingNotice } from '../../src/core/notice/pending-notice.js'
import { isDue, newNotice, withAttempt } from '../../src/core/notice/pending-notice.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'

const atMs = Date.UTC(2026, 10, 23, 6)
const fresh = newNotice({ id: 'n', kind: 'signedIn', atMs, passId: 'p', repudiableUntilMs: atMs + dayMs })

/** The delays between the first deliveries, each started as soon as it is due. */
function waits(count: number): readonly number[] {
  const found: number[] = []
  let nowMs = atMs
  let notice = fresh
  for (let tried = 0; tried < count; tried += 1) {
    found.push(notice.nextAttemptMs - nowMs)
    nowMs = notice.nextAttemptMs
    notice = withAttempt(notice, nowMs)
  }
  return found
}

describe('a notice that was not delivered', () => {
  it('is retried after 1, 5 and 30 minutes, and then every hour', () => {
    expect(waits(6)).toEqual([minuteMs, 5 * minuteMs, 30 * minuteMs, hourMs, hourMs, hourMs])
  })

  it('is not due one millisecond too early, and due from then on', () => {
    expect(isDue(fresh, atMs)).toBe(false)
    expect(isDue(fresh, atMs + minuteMs - 1)).toBe(false)
    expect(isDue(fresh, atMs + minuteMs)).toBe(true)
  })

  it('is retried within an hour, however the clock changes', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: -400 * dayMs, max: 400 * dayMs }), (attempts, stepMs) => {
        let notice: PendingNotice = fresh
        for (let tried = 0; tried < attempts; tried += 1) notice = withAttempt(notice, notice.nextAttemptMs)
        const nowMs = notice.nextAttemptMs + stepMs
        expect(isDue(notice, nowMs) || isDue(notice, nowMs + hourMs)).toBe(true)
      }),
    )
  })

  it('keeps its id, its kind and its time', () => {
    const { attempts, nextAttemptMs, ...kept } = withAttempt(fresh, atMs + dayMs)
    expect(kept).toEqual({ id: 'n', kind: 'signedIn', atMs, passId: 'p', repudiableUntilMs: atMs + dayMs })
    expect({ attempts, nextAttemptMs }).toEqual({ attempts: 2, nextAttemptMs: atMs + dayMs + 5 * minuteMs })
  })
})
