import { describe, expect, it } from 'vitest'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { judgePolicy } from '../../src/core/policy/merge.js'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy, nistPolicy } from '../../src/core/policy/presets.js'
import { fullPolicy, thawed } from '../support/policies.js'

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
      registrableCredentials: { types: ['passkey', 'authenticatorApp'], maximum: 10 },
      countsAs: 'singleFactor',
      registrationTargets: [],
      trustedTenants: [],
      issuing: {
        isJustificationRequired: false,
        isTicketRequired: false,
        isSelfIssueAllowed: false,
        maximumPerHour: {},
      },
      retentionInDays: 30,
    })
    expect(parsePolicyPatch(entraPolicy)).toEqual({ ok: true, patch: entraPolicy })
    expect(judgePolicy(entraPolicy)).toEqual({ input: [], risk: [] })
  })

  it('is frozen to the last target', () => {
    expect(thawed(entraPolicy)).toEqual([])
  })
})

describe('nistPolicy', () => {
  it('departs from the Entra preset where the standard asks for more, and stays within the rules', () => {
    const departures = Object.entries(nistPolicy).filter(([field, value]) => {
      return JSON.stringify(value) !== JSON.stringify(entraPolicy[field as keyof Policy])
    })
    expect(Object.fromEntries(departures)).toEqual({
      minimumLifetimeInMinutes: 10,
      maximumLifetimeInMinutes: 1_440,
      isUsableOnce: true,
      defaultLength: 16,
      wrongCodesBeforeLockout: 5,
      wrongCodesBeforeRevocation: 30,
      lockoutInSeconds: 30,
      registrableCredentials: { types: ['passkey', 'authenticatorApp'], maximum: 2 },
      registrationTargets: [{ targetType: 'group', id: 'all_users' }],
      issuing: {
        isJustificationRequired: true,
        isTicketRequired: false,
        maximumSignInAgeInMinutes: 15,
        isSelfIssueAllowed: false,
        maximumPerHour: { actor: 10, user: 5 },
      },
    })
    expect(Object.keys(nistPolicy)).toEqual(Object.keys(entraPolicy))
    expect(parsePolicyPatch(nistPolicy)).toEqual({ ok: true, patch: nistPolicy })
    expect(judgePolicy(nistPolicy)).toEqual({ input: [], risk: [] })
  })

  it('is frozen to the last target', () => {
    expect(thawed(nistPolicy)).toEqual([])
  })
})

describe('policyBounds', () => {
  it('has a row for every number of a policy, by its path, and for nothing else', () => {
    const paths = Object.entries(fullPolicy(entraPolicy)).flatMap(([field, value]) => numbersIn(value, field))
    expect(Object.keys(policyBounds).sort()).toEqual([...paths].sort())
  })

  it('has the bounds that the policy type states', () => {
    const passes = { minimum: 1, maximum: 100_000, unit: 'passes' }
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
      'registrableCredentials.maximum': { minimum: 1, maximum: 32, unit: 'credentials' },
      'issuing.maximumSignInAgeInMinutes': { minimum: 1, maximum: 1_440, unit: 'minutes' },
      'issuing.maximumPerHour.actor': passes,
      'issuing.maximumPerHour.user': passes,
      'issuing.maximumPerHour.tenant': passes,
      retentionInDays: { minimum: 1, maximum: 3_650, unit: 'days' },
    })
  })

  it('is frozen to the last number', () => {
    expect(thawed(policyBounds)).toEqual([])
  })
})

/** Paths of all that is a number. */
function numbersIn(value: unknown, path: string): readonly string[] {
  if (typeof value === 'number') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) => numbersIn(entry, `${path}.${name}`))
}
