import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewPassTerms } from '../../src/core/pass/create.js'
import { newPass, objectionsToPass } from '../../src/core/pass/create.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { dayMs, minuteMs } from '../support/clock.js'
import { ada, instants } from '../support/documents.js'
import { policies } from '../support/policies.js'

const enabled: Policy = { ...entraPolicy, state: 'enabled' }
const now = Date.parse('2026-11-23T06:00:00Z')
const making = { id: 'p1', alphabet: 'crockford', scheme: 'scrypt-1', nowMs: now } as const

function codesOf(policy: Partial<Policy>, wishes: NewPassTerms = {}, user: DirectoryUser = ada): readonly string[] {
  return objectionsToPass({ ...enabled, ...policy }, user, wishes, now).map(({ code, field }) => `${field} ${code}`)
}

describe('objectionsToPass', () => {
  it('has none to a pass without wishes', () => {
    expect(codesOf({})).toEqual([])
  })

  it.each([
    ['a disabled policy', { state: 'disabled' }, {}, 'state disabled'],
    ['somebody out of scope', { includeTargets: [] }, {}, 'user outOfScope'],
    ['a lifetime below the least', {}, { lifetimeInMinutes: 59 }, 'lifetimeInMinutes lifetimeOutOfRange'],
    ['a lifetime above the most', {}, { lifetimeInMinutes: 481 }, 'lifetimeInMinutes lifetimeOutOfRange'],
    ['a start 30,001 ms ago', {}, { startDateTime: new Date(now - 30_001) }, 'startDateTime startInPast'],
    [
      'a start in 90 days and 1 ms',
      {},
      { startDateTime: new Date(now + 90 * dayMs + 1) },
      'startDateTime startTooLate',
    ],
    [
      'many uses where one is allowed',
      { isUsableOnce: true },
      { isUsableOnce: false },
      'isUsableOnce multiUseNotAllowed',
    ],
  ] as const)('names %s', (_, policy, wishes, objection) => {
    expect(codesOf(policy as Partial<Policy>, wishes)).toEqual([objection])
  })

  it('names a guest of another organisation once, in scope or not', () => {
    const guest: DirectoryUser = { ...ada, type: 'externalGuest' }
    expect(codesOf({}, {}, guest)).toEqual(['user externalGuest'])
    expect(codesOf({ includeTargets: [] }, {}, guest)).toEqual(['user externalGuest'])
  })

  it.each([
    { lifetimeInMinutes: 60 },
    { lifetimeInMinutes: 480 },
    { startDateTime: new Date(now - 30_000) },
    { startDateTime: new Date(now + 90 * dayMs) },
    { isUsableOnce: true },
  ])('has none at the bounds: %o', (wishes) => {
    expect(codesOf({}, wishes)).toEqual([])
  })

  it('names every objection at once, with the bounds', () => {
    const wishes = { lifetimeInMinutes: 1, startDateTime: new Date(0), isUsableOnce: false }
    const objections = objectionsToPass({ ...entraPolicy, isUsableOnce: true, includeTargets: [] }, ada, wishes, now)
    expect(objections.map(({ code }) => code)).toEqual([
      'disabled',
      'outOfScope',
      'lifetimeOutOfRange',
      'startInPast',
      'multiUseNotAllowed',
    ])
    expect(objections[2]).toMatchObject({ minimum: 60, maximum: 480 })
    expect(objections[3]?.message).toContain('1970-01-01T00:00:00.000Z')
  })
})

describe('newPass', () => {
  const wishes = fc.record({
    delayMs: fc.integer({ min: -30_000, max: 90 * dayMs }),
    lifetimeInMinutes: fc.option(fc.integer({ min: 10, max: 43_200 }), { nil: undefined }),
    isUsableOnce: fc.option(fc.boolean(), { nil: undefined }),
  })

  it('copies start, lifetime and rules from request and policy, and never starts in the past', () => {
    fc.assert(
      fc.property(policies, instants, wishes, (policy, nowMs, { delayMs, ...rest }) => {
        const startDateTime = new Date(nowMs + delayMs)
        const pass = newPass(policy, { ...rest, startDateTime }, { ...making, nowMs })
        const lifetimeInMinutes = rest.lifetimeInMinutes ?? policy.defaultLifetimeInMinutes
        expect(pass).toEqual({
          id: 'p1',
          createdAtMs: nowMs,
          startAtMs: nowMs + Math.max(0, delayMs),
          endAtMs: nowMs + Math.max(0, delayMs) + lifetimeInMinutes * minuteMs,
          isStartChecked: delayMs > 0,
          isUsableOnce: rest.isUsableOnce ?? policy.isUsableOnce,
          alphabet: 'crockford',
          scheme: 'scrypt-1',
          spendOn: policy.spendOn,
          registrationWindowMs: policy.registrationWindowInMinutes * minuteMs,
          wrongCodesBeforeRevocation: policy.wrongCodesBeforeRevocation,
          wrongCodes: 0,
        })
      }),
    )
  })

  it('starts now by default, and then has no start that a slow clock could fail', () => {
    expect(newPass(enabled, {}, making)).toMatchObject({
      startAtMs: now,
      endAtMs: now + 60 * minuteMs,
      isStartChecked: false,
    })
  })
})
