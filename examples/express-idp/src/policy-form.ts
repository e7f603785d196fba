import type { DualControlTarget, NumericPolicyField, Policy, PolicyPatch, Target } from 'temporary-access-pass'
import { policyBounds } from 'temporary-access-pass'
import { optionalText, text, texts, wholeNumber } from './form.js'

type TopLevelNumber = NumericPolicyField & keyof Policy

const numericFields = Object.keys(policyBounds).filter((field): field is TopLevelNumber => !field.includes('.'))

/**
 * Reads the submitted policy form. Text that is not a number becomes `NaN`, which the library refuses; a missing field
 * would keep its old value.
 */
export function readPatch(form: unknown): PolicyPatch {
  return {
    state: text(form, 'state') === 'enabled' ? 'enabled' : 'disabled',
    isUsableOnce: text(form, 'isUsableOnce') === 'true',
    alphabet: oneOf<Policy['alphabet']>(form, 'alphabet', ['crockford', 'mixed', 'digits']),
    spendOn: oneOf<Policy['spendOn']>(form, 'spendOn', ['signIn', 'registration']),
    countsAs: oneOf<Policy['countsAs']>(form, 'countsAs', ['singleFactor', 'multiFactor']),
    includeTargets: readTargets(texts(form, 'includeTargets')),
    excludeTargets: readTargets(texts(form, 'excludeTargets')),
    registrationTargets: readTargets(texts(form, 'registrationTargets')),
    trustedTenants: lines(form, 'trustedTenants'),
    registrableCredentials: readCredentials(form),
    issuing: readIssuing(form),
    ...Object.fromEntries(numericFields.map((field) => [field, wholeNumber(form, field) ?? Number.NaN])),
  }
}

/** Returns the policy with a patch applied. Fields that the patch omits keep their value. */
export function patched(policy: Policy, patch: PolicyPatch = {}): Policy {
  return { ...policy, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) }
}

/** Returns the numbers as typed, to show them again. */
export function typedNumbers(form: unknown): Readonly<Record<string, string>> {
  const nested = [...optionalNumbers, 'registrableCredentials.maximum']
  return Object.fromEntries([...numericFields, ...nested].map((field) => [field, text(form, field)]))
}

const optionalNumbers = [
  'issuing.maximumSignInAgeInMinutes',
  'issuing.maximumPerHour.actor',
  'issuing.maximumPerHour.user',
  'issuing.maximumPerHour.tenant',
] as const

/** Returns the numbers of a stored policy as text. */
export function numbersOf(policy: Policy): Readonly<Record<string, string>> {
  const { issuing, registrableCredentials } = policy
  const nested: readonly (number | undefined)[] = [
    issuing.maximumSignInAgeInMinutes,
    issuing.maximumPerHour.actor,
    issuing.maximumPerHour.user,
    issuing.maximumPerHour.tenant,
  ]
  return {
    ...Object.fromEntries(numericFields.map((field) => [field, String(policy[field])])),
    ...Object.fromEntries(optionalNumbers.map((field, index) => [field, String(nested[index] ?? '')])),
    'registrableCredentials.maximum': String(registrableCredentials.maximum),
  }
}

function readCredentials(form: unknown): Policy['registrableCredentials'] {
  const aaguids = lines(form, 'registrableCredentials.aaguids')
  return {
    types: texts(form, 'registrableCredentials.types'),
    maximum: wholeNumber(form, 'registrableCredentials.maximum') ?? Number.NaN,
    ...(aaguids.length === 0 ? {} : { aaguids }),
  }
}

function readIssuing(form: unknown): Policy['issuing'] {
  const acr = optionalText(form, 'issuing.acr')
  const [maximumSignInAgeInMinutes, actor, user, tenant] = optionalNumbers.map((field) => optionalNumber(form, field))
  const targets = texts(form, 'issuing.dualControl')
  return {
    isJustificationRequired: text(form, 'issuing.isJustificationRequired') === 'true',
    isTicketRequired: text(form, 'issuing.isTicketRequired') === 'true',
    isSelfIssueAllowed: text(form, 'issuing.isSelfIssueAllowed') === 'true',
    isDisabledUserAllowed: text(form, 'issuing.isDisabledUserAllowed') === 'true' ? undefined : false,
    maximumSignInAgeInMinutes,
    acr,
    maximumPerHour: { actor, user, tenant },
    dualControl: targets.length === 0 ? undefined : targets.map(readDualControlTarget),
  }
}

function optionalNumber(form: unknown, field: string): number | undefined {
  return optionalText(form, field) === undefined ? undefined : (wholeNumber(form, field) ?? Number.NaN)
}

function oneOf<Choice extends string>(form: unknown, field: string, choices: readonly [Choice, ...Choice[]]): Choice {
  return choices.find((choice) => choice === text(form, field)) ?? choices[0]
}

function lines(form: unknown, field: string): readonly string[] {
  return text(form, field)
    .split(/[\s,]+/)
    .filter((line) => line !== '')
}

function readDualControlTarget(value: string): DualControlTarget {
  return value === 'privileged' ? { targetType: 'privileged' } : readTarget(value)
}

function readTargets(values: readonly string[]): readonly Target[] {
  return values.map(readTarget)
}

function readTarget(value: string): Target {
  const [kind, ...id] = value.split(':')
  return { targetType: kind === 'user' ? 'user' : 'group', id: id.join(':') }
}
