import { describe, expect, it } from 'vitest'
import { requesterId } from '../../src/core/documents/requester-key.js'
import type { RequesterRecord } from '../../src/requests/model/requester.js'
import {
  isLocked,
  newRequester,
  retainRequesterUntil,
  validProof,
  withFailedProof,
  withInvalidatedProofs,
  withoutFailedProof,
  withReusableProof,
} from '../../src/requests/model/requester.js'
import { defaultRequestRules as rules } from '../../src/requests/model/rules.js'
import { dayMs, hourMs } from '../support/clock.js'
import { aRequest, startMs } from './requests.js'

describe('failed proofs', () => {
  it('lock requests at the fifth, for 24 hours to the millisecond, then count from zero', () => {
    const four = attempts(4)
    expect(isLocked(four, startMs)).toBe(false)
    const five = attempts(5)
    expect([0, dayMs - 1, dayMs, dayMs + 1].map((ms) => isLocked(five, startMs + ms))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(withFailedProof(five, startMs + dayMs, rules)).toMatchObject({ failed: 1, lock: undefined })
  })

  it('are counted before the check, and taken back if the check did not fail', () => {
    const back = withoutFailedProof(attempts(5), rules)
    expect(back).toMatchObject({ failed: 4, lock: undefined })
    expect(withoutFailedProof(newRequester, rules).failed).toBe(0)
  })

  it('count from zero once the last one is as old as a lockout is long', () => {
    expect(withFailedProof(attempts(4), startMs + dayMs - 1, rules)).toMatchObject({ failed: 5 })
    expect(withFailedProof(attempts(4), startMs + dayMs, rules)).toMatchObject({ failed: 1 })
  })
})

describe('a proof that a reviewer approved', () => {
  const stored = withReusableProof(attempts(3), aRequest('approved'), startMs + hourMs, rules)

  it('is valid for 30 days from the proof, not from the approval', () => {
    const at = (ms: number) => stored && validProof(stored, startMs + ms) !== undefined
    expect([30 * dayMs - 1, 30 * dayMs, 30 * dayMs + 1].map(at)).toEqual([true, false, false])
    expect(stored).toMatchObject({ failed: 0, lock: undefined, proof: { provedAtMs: startMs } })
    expect(stored?.proof?.evidence.map(({ references }) => references)).toEqual([['case document'], ['case liveness']])
  })

  it('needs an approval by a reviewer, a complete proof and a user', () => {
    const reused = aRequest('approved', { reusedProofOf: 'r0' })
    expect(withReusableProof(newRequester, reused, startMs, rules)).toBeUndefined()
    const opened = aRequest('approved', { proofs: [] })
    expect(withReusableProof(newRequester, opened, startMs, rules)).toBeUndefined()
    expect(withReusableProof(newRequester, aRequest('approved', { user: undefined }), startMs, rules)).toBeUndefined()
  })

  it('is invalid after a denial, and the approved request does not restore it', () => {
    const denied = stored && withInvalidatedProofs(stored, startMs + hourMs)
    if (!denied) throw new Error('The proof was expected to be stored')
    expect(validProof(denied, startMs + hourMs)).toBeUndefined()
    expect(withReusableProof(denied, aRequest('approved'), startMs + hourMs, rules)).toBeUndefined()
    expect(retainRequesterUntil(denied, startMs + hourMs, rules)).toBeGreaterThan(startMs + 30 * dayMs)
  })

  it('is stored once, and never after it has expired', () => {
    expect(stored && withReusableProof(stored, aRequest('approved'), startMs, rules)).toBeUndefined()
    expect(withReusableProof(newRequester, aRequest('collected'), startMs + 30 * dayMs, rules)).toBeUndefined()
  })

  it('is kept until it expires, and no longer', () => {
    expect(stored && retainRequesterUntil(stored, startMs, rules)).toBe(startMs + 30 * dayMs)
  })
})

describe('the id of a requester', () => {
  it('is the same for one user, and for one typed pair in every spelling', () => {
    expect(requesterId({ userId: 'rhea' })).not.toBe(requesterId({ name: 'rhea', employeeId: '' }))
    expect(requesterId({ name: 'Unknown ', employeeId: 'e-1' })).toBe(
      requesterId({ name: 'unknown', employeeId: 'E-1' }),
    )
    expect(requesterId({ name: 'unknown', employeeId: 'e-1' })).not.toBe(
      requesterId({ name: 'unknown', employeeId: 'e-2' }),
    )
    expect(requesterId({ name: 'a', employeeId: 'bc' })).not.toBe(requesterId({ name: 'ab', employeeId: 'c' }))
  })
})

function attempts(count: number): RequesterRecord {
  let requester = newRequester
  for (let index = 0; index < count; index += 1) requester = withFailedProof(requester, startMs, rules)
  return requester
}
