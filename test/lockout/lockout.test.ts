import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWrongCode, endLockout, noWrongCodes, runningLockout } from '../../src/core/lockout/lockout.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { instants, wrongCodes } from '../support/documents.js'
import { policies } from '../support/policies.js'

const nowMs = 1_000_000

/** The waits that so many wrong codes in a row set off, in seconds. */
function waitsAfter(count: number): readonly (number | undefined)[] {
  let counted = noWrongCodes
  return Array.from({ length: count }, () => {
    counted = countWrongCode(counted, entraPolicy, nowMs)
    return counted.lockout && counted.lockout.lengthMs / 1_000
  })
}

describe('countWrongCode', () => {
  it('starts a lockout at every tenth wrong code: 1, 2, 4 minutes, up to an hour', () => {
    const waits = waitsAfter(100)
    expect(waits.filter((wait) => wait !== undefined)).toEqual([
      60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600,
    ])
    for (const [index, wait] of waits.entries()) expect(wait !== undefined).toBe((index + 1) % 10 === 0)
  })

  it('keeps counting, and keeps every lockout within the bounds of the policy', () => {
    fc.assert(
      fc.property(wrongCodes, policies, instants, (before, policy, now) => {
        const lockoutInSeconds = Math.min(policy.lockoutInSeconds, policy.maximumLockoutInSeconds)
        const counted = countWrongCode(before, { ...policy, lockoutInSeconds }, now)
        expect(counted.consecutive).toBe(before.consecutive + 1)
        expect(counted.lockout === undefined).toBe(counted.consecutive % policy.wrongCodesBeforeLockout !== 0)
        if (!counted.lockout) return
        expect(counted.lockout.lengthMs).toBeGreaterThanOrEqual(lockoutInSeconds * 1_000)
        expect(counted.lockout.lengthMs).toBeLessThanOrEqual(policy.maximumLockoutInSeconds * 1_000)
        expect(counted.lockout.untilMs).toBe(now + counted.lockout.lengthMs)
      }),
    )
  })
})

describe('endLockout', () => {
  it('ends the lockout and keeps the count, so that the next lockout is no shorter', () => {
    const locked = { consecutive: 20, lockout: { untilMs: nowMs + 1, lengthMs: 120_000 } }
    expect(endLockout(locked)).toEqual({ consecutive: 20 })
    expect(runningLockout(endLockout(locked), nowMs)).toBeUndefined()
  })
})

describe('runningLockout', () => {
  const lockout = { untilMs: nowMs + 60_000, lengthMs: 60_000 }

  it('ends exactly at its last millisecond', () => {
    expect(runningLockout({ consecutive: 10, lockout }, nowMs + 59_999)).toEqual(lockout)
    expect(runningLockout({ consecutive: 10, lockout }, nowMs + 60_000)).toBeUndefined()
    expect(runningLockout({ consecutive: 10 }, nowMs)).toBeUndefined()
  })

  it('never lasts longer than its own length from now', () => {
    fc.assert(
      fc.property(wrongCodes, instants, (counted, now) => {
        const running = runningLockout(counted, now)
        expect(running !== undefined).toBe(counted.lockout !== undefined && counted.lockout.untilMs > now)
        if (running) expect(running.untilMs - now).toBeLessThanOrEqual(running.lengthMs)
      }),
    )
  })
})
