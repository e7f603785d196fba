import { describe, expect, it } from 'vitest'
import type { Standing } from '../../src/requests/model/requester.js'
import {
  isLocked,
  noStanding,
  retainStandingUntil,
  standingId,
  validProof,
  withAttempt,
  withoutAttempt,
  withoutProof,
  withProofOf,
} from '../../src/requests/model/requester.js'
import { defaultRequestRules as rules } from '../../src/requests/model/rules.js'
import { dayMs, hourMs } from '../support/clock.js'
import { aRequest, startMs } from './requests.js'

describe('failed proofs', () => {
  it('lock at the fifth, for 24 hours to the millisecond, and begin again after that', () => {
    const four = attempts(4)
    expect(isLocked(four, startMs)).toBe(false)
    const five = attempts(5)
    expect([0, dayMs - 1, dayMs, dayMs + 1].map((ms) => isLocked(five, startMs + ms))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(withAttempt(five, startMs + dayMs, rules)).toMatchObject({ failed: 1, lock: undefined })
  })

  it('are counted before they are known to fail, and taken back where they did not', () => {
    const back = withoutAttempt(attempts(5), rules)
    expect(back).toMatchObject({ failed: 4, lock: undefined })
    expect(withoutAttempt(noStanding, rules).failed).toBe(0)
  })

  it('are forgotten after the time a lock would last', () => {
    expect(withAttempt(attempts(4), startMs + dayMs - 1, rules)).toMatchObject({ failed: 5 })
    expect(withAttempt(attempts(4), startMs + dayMs, rules)).toMatchObject({ failed: 1 })
  })
})

describe('a proof that a reviewer believed', () => {
  const believed = withProofOf(attempts(3), aRequest('approved'), startMs + hourMs, rules)

  it('counts for 30 days from the proof, and not from the yes', () => {
    const at = (ms: number) => believed && validProof(believed, startMs + ms) !== undefined
    expect([30 * dayMs - 1, 30 * dayMs, 30 * dayMs + 1].map(at)).toEqual([true, false, false])
    expect(believed).toMatchObject({ failed: 0, lock: undefined, proof: { provedAtMs: startMs } })
    expect(believed?.proof?.evidence.map(({ references }) => references)).toEqual([
      ['case document'],
      ['case liveness'],
    ])
  })

  it('needs a person’s yes and the whole proof', () => {
    const vouched = aRequest('approved', { vouchedBy: 'r0' })
    expect(withProofOf(noStanding, vouched, startMs, rules)).toBeUndefined()
    const opened = aRequest('approved', { proofs: [] })
    expect(withProofOf(noStanding, opened, startMs, rules)).toBeUndefined()
    expect(withProofOf(noStanding, aRequest('approved', { person: undefined }), startMs, rules)).toBeUndefined()
  })

  it('is void after a no, also where it would be put right from the request later', () => {
    const denied = believed && withoutProof(believed, startMs + hourMs)
    if (!denied) throw new Error('Nothing was believed')
    expect(validProof(denied, startMs + hourMs)).toBeUndefined()
    expect(withProofOf(denied, aRequest('approved'), startMs + hourMs, rules)).toBeUndefined()
    expect(retainStandingUntil(denied, startMs + hourMs, rules)).toBeGreaterThan(startMs + 30 * dayMs)
  })

  it('is recorded once, and never after its time', () => {
    expect(believed && withProofOf(believed, aRequest('approved'), startMs, rules)).toBeUndefined()
    expect(withProofOf(noStanding, aRequest('collected'), startMs + 30 * dayMs, rules)).toBeUndefined()
  })

  it('is kept to its end and no longer', () => {
    expect(believed && retainStandingUntil(believed, startMs, rules)).toBe(startMs + 30 * dayMs)
  })
})

describe('whom it counts for', () => {
  it('is one person under all names, and one guess however it is spelt', () => {
    expect(standingId({ userId: 'rhea' })).not.toBe(standingId({ name: 'rhea', employeeId: '' }))
    expect(standingId({ name: 'Nobody ', employeeId: 'e-1' })).toBe(standingId({ name: 'nobody', employeeId: 'E-1' }))
    expect(standingId({ name: 'nobody', employeeId: 'e-1' })).not.toBe(
      standingId({ name: 'nobody', employeeId: 'e-2' }),
    )
    expect(standingId({ name: 'a', employeeId: 'bc' })).not.toBe(standingId({ name: 'ab', employeeId: 'c' }))
  })
})

function attempts(count: number): Standing {
  let standing = noStanding
  for (let index = 0; index < count; index += 1) standing = withAttempt(standing, startMs, rules)
  return standing
}
