import { describe, expect, it } from 'vitest'
import { policyBounds } from '../../src/policy/bounds.js'
import { judgePolicy } from '../../src/policy/merge.js'
import { parsePolicyPatch } from '../../src/policy/parse.js'
import { entraPolicy } from '../../src/policy/presets.js'

describe('entraPolicy', () => {
  it('is what Microsoft Entra starts with, and stays within its own rules', () => {
    expect(entraPolicy).toEqual({
      state: 'disabled',
      minimumLifetimeInMinutes: 60,
      maximumLifetimeInMinutes: 480,
      defaultLifetimeInMinutes: 60,
      isUsableOnce: false,
      defaultLength: 8,
      includeTargets: [{ targetType: 'group', id: 'all_users' }],
      excludeTargets: [],
      alphabet: 'crockford',
      wrongCodesBeforeLockout: 10,
      wrongCodesBeforeRevocation: 100,
      lockoutInSeconds: 60,
      maximumLockoutInSeconds: 3600,
      spendOn: 'signIn',
      registrationWindowInMinutes: 10,
      retentionInDays: 30,
    })
    expect(parsePolicyPatch(entraPolicy)).toEqual({ ok: true, patch: entraPolicy })
    expect(judgePolicy(entraPolicy)).toEqual({ input: [], risk: [] })
  })

  it('is frozen to the last target', () => {
    expect(Object.isFrozen(entraPolicy)).toBe(true)
    expect(Object.isFrozen(entraPolicy.includeTargets)).toBe(true)
    expect(Object.isFrozen(entraPolicy.includeTargets[0])).toBe(true)
    expect(Object.isFrozen(entraPolicy.excludeTargets)).toBe(true)
  })
})

describe('policyBounds', () => {
  it('has a row for every number of a policy, and for nothing else', () => {
    const numbers = Object.entries(entraPolicy).filter(([, value]) => typeof value === 'number')
    expect(Object.keys(policyBounds).sort()).toEqual(numbers.map(([field]) => field).sort())
  })

  it('says what the policy type says', () => {
    expect(policyBounds).toEqual({
      minimumLifetimeInMinutes: { minimum: 10, maximum: 43_200, unit: 'minutes' },
      maximumLifetimeInMinutes: { minimum: 10, maximum: 43_200, unit: 'minutes' },
      defaultLifetimeInMinutes: { minimum: 10, maximum: 43_200, unit: 'minutes' },
      defaultLength: { minimum: 8, maximum: 48, unit: 'symbols' },
      wrongCodesBeforeLockout: { minimum: 3, maximum: 100, unit: 'wrong codes' },
      wrongCodesBeforeRevocation: { minimum: 1, maximum: 100, unit: 'wrong codes' },
      lockoutInSeconds: { minimum: 1, maximum: 86_400, unit: 'seconds' },
      maximumLockoutInSeconds: { minimum: 1, maximum: 86_400, unit: 'seconds' },
      registrationWindowInMinutes: { minimum: 1, maximum: 60, unit: 'minutes' },
      retentionInDays: { minimum: 1, maximum: 3_650, unit: 'days' },
    })
  })

  it('is frozen to the last number', () => {
    expect(Object.isFrozen(policyBounds)).toBe(true)
    for (const bounds of Object.values(policyBounds)) expect(Object.isFrozen(bounds)).toBe(true)
  })
})
