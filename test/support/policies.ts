import fc from 'fast-check'
import type { NumericPolicyField } from '../../src/core/policy/bounds.js'
import { policyBounds } from '../../src/core/policy/bounds.js'
import type { Policy, Target } from '../../src/core/policy/policy.js'

/** Few short ids, so that users, groups and targets coincide. */
export const ids: fc.Arbitrary<string> = fc.constantFrom(
  'ada',
  'Ada',
  'bob',
  'staff',
  'all_users',
  '\u{1F600}',
  '__proto__',
)

const target: fc.Arbitrary<Target> = fc.record({ targetType: fc.constantFrom('user', 'group'), id: ids })
const targets = fc.array(target, { maxLength: 4 })

const words = fc.constantFrom('passkey', 'authenticatorApp', 'smartCard', ' ', '\u{1F600}'.repeat(32), '__proto__')
const guids = fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ee882879-721c-4913-9775-3dfcce97072a')

const registrableCredentials = fc.record(
  {
    types: fc.uniqueArray(words, { minLength: 1 }),
    aaguids: fc.array(guids, { minLength: 1, maxLength: 3 }),
    maximum: within('registrableCredentials.maximum'),
  },
  { requiredKeys: ['types', 'maximum'] },
)

const issuing = fc.record(
  {
    isJustificationRequired: fc.boolean(),
    isTicketRequired: fc.boolean(),
    maximumSignInAgeInMinutes: within('issuing.maximumSignInAgeInMinutes'),
    acr: fc.constantFrom('aal2', 'urn:example:strong', '~'.repeat(128)),
    isSelfIssueAllowed: fc.boolean(),
    isDisabledUserAllowed: fc.boolean(),
    dualControl: fc.array(fc.oneof(target, fc.constant({ targetType: 'privileged' })), { maxLength: 3 }),
    maximumPerHour: fc.record(
      {
        actor: within('issuing.maximumPerHour.actor'),
        user: within('issuing.maximumPerHour.user'),
        tenant: within('issuing.maximumPerHour.tenant'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['isJustificationRequired', 'isTicketRequired', 'isSelfIssueAllowed', 'maximumPerHour'] },
)

const numbers = Object.fromEntries(
  Object.entries(policyBounds)
    .filter(([field]) => !field.includes('.'))
    .map(([field, { minimum, maximum }]) => [field, fc.integer({ min: minimum, max: maximum })]),
)

/** Policies with every field within its own bounds. The fields may contradict each other. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    state: fc.constantFrom('enabled', 'disabled'),
    isUsableOnce: fc.boolean(),
    includeTargets: targets,
    excludeTargets: targets,
    alphabet: fc.constantFrom('crockford', 'mixed', 'digits'),
    spendOn: fc.constantFrom('signIn', 'registration'),
    registrableCredentials,
    countsAs: fc.constantFrom('singleFactor', 'multiFactor'),
    registrationTargets: targets,
    trustedTenants: fc.array(ids, { maxLength: 3 }),
    issuing,
    ...numbers,
  })
  .map((policy) => policy as unknown as Policy)

/** Returns the largest possible policy: every list full, every text of maximum length. */
export function fullPolicy(base: Policy): Policy {
  const everyTarget = list((index): Target => ({ targetType: 'user', id: longText(index, 512) }))
  return {
    ...base,
    includeTargets: everyTarget,
    excludeTargets: everyTarget,
    registrationTargets: everyTarget,
    trustedTenants: list((index) => longText(index, 512)),
    registrableCredentials: {
      types: list((index) => longText(index, 64), 16),
      aaguids: list((index) => `00000000-0000-0000-0000-${longText(index, 12)}`),
      maximum: 32,
    },
    issuing: {
      ...base.issuing,
      isDisabledUserAllowed: false,
      maximumSignInAgeInMinutes: 1_440,
      acr: 'a'.repeat(128),
      dualControl: everyTarget.slice(0, 100),
      maximumPerHour: { actor: 100_000, user: 100_000, tenant: 100_000 },
    },
  }
}

/** Returns the names of all fields that can still be changed. */
export function thawed(value: object, name = 'it'): readonly string[] {
  const inside = Object.entries(value).flatMap(([field, entry]) =>
    typeof entry === 'object' && entry !== null ? thawed(entry, `${name}.${field}`) : [],
  )
  return Object.isFrozen(value) ? inside : [name, ...inside]
}

function list<T>(entry: (index: number) => T, length = 1_000): readonly T[] {
  return Array.from({ length }, (_, index) => entry(index))
}

function longText(index: number, length: number): string {
  return String(index).padStart(length, '0')
}

function within(field: NumericPolicyField): fc.Arbitrary<number> {
  const { minimum, maximum } = policyBounds[field]
  return fc.integer({ min: minimum, max: maximum })
}
