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
    expect(withFailedProof(five, startMs + dayMs, rules)).toMatchObject({ failed: 1, lock: undefined })
  })

  it('are counted before they are known to fail, and taken back where they did not', () => {
    const back = withoutFailedProof(attempts(5), rules)
    expect(back).toMatchObject({ failed: 4, lock: undefined })
    expect(withoutFailedProof(newRequester, rules).failed).toBe(0)
  })

  it('are forgotten after the time a lock would last', () => {
    expect(withFailedProof(attempts(4), startMs + dayMs - 1, rules)).toMatchObject({ failed: 5 })
    expect(withFailedProof(attempts(4), startMs + dayMs, rules)).toMatchObject({ failed: 1 })
  })
})

describe('a proof that a reviewer believed', () => {
  const believed = withReusableProof(attempts(3), aRequest('approved'), startMs + hourMs, rules)

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
    const vouched = aRequest('approved', { reusedProofOf: 'r0' })
    expect(withReusableProof(newRequester, vouched, startMs, rules)).toBeUndefined()
    const opened = aRequest('approved', { proofs: [] })
    expect(withReusableProof(newRequester, opened, startMs, rules)).toBeUndefined()
    expect(withReusableProof(newRequester, aRequest('approved', { user: undefined }), startMs, rules)).toBeUndefined()
  })

  it('is void after a no, also where it would be put right from the request later', () => {
    const denied = believed && withInvalidatedProofs(believed, startMs + hourMs)
    if (!denied) throw new Error('Nothing was believed')
    expect(validProof(denied, startMs + hourMs)).toBeUndefined()
    expect(withReusableProof(denied, aRequest('approved'), startMs + hourMs, rules)).toBeUndefined()
    expect(retainRequesterUntil(denied, startMs + hourMs, rules)).toBeGreaterThan(startMs + 30 * dayMs)
  })

  it('is recorded once, and never after its time', () => {
    expect(believed && withReusableProof(believed, aRequest('approved'), startMs, rules)).toBeUndefined()
    expect(withReusableProof(newRequester, aRequest('collected'), startMs + 30 * dayMs, rules)).toBeUndefined()
  })

  it('is kept to its end and no longer', () => {
    expect(believed && retainRequesterUntil(believed, startMs, rules)).toBe(startMs + 30 * dayMs)
  })
})

describe('whom it counts for', () => {
  it('is one person under all names, and one guess however it is spelt', () => {
    expect(requesterId({ userId: 'rhea' })).not.toBe(requesterId({ name: 'rhea', employeeId: '' }))
    expect(requesterId({ name: 'Nobody ', employeeId: 'e-1' })).toBe(requesterId({ name: 'nobody', employeeId: 'E-1' }))
    expect(requesterId({ name: 'nobody', employeeId: 'e-1' })).not.toBe(
      requesterId({ name: 'nobody', employeeId: 'e-2' }),
    )
    expect(requesterId({ name: 'a', employeeId: 'bc' })).not.toBe(requesterId({ name: 'ab', employeeId: 'c' }))
  })
})

function attempts(count: number): RequesterRecord {
  let standing = newRequester
  for (let index = 0; index < count; index += 1) standing = withFailedProof(standing, startMs, rules)
  return standing
}
