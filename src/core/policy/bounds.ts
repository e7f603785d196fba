import type { Policy } from './policy.js'

/** What one number of a policy may be, both ends included. */
export interface PolicyBound {
  readonly minimum: number
  readonly maximum: number
  readonly unit: 'minutes' | 'seconds' | 'days' | 'symbols' | 'wrong codes' | 'credentials' | 'passes'
}

/** The fields of a {@link Policy} that are whole numbers. */
export type NumericPolicyField = {
  readonly [Field in keyof Policy]: Policy[Field] extends number ? Field : never
}[keyof Policy]

/** The numbers within a field of a {@link Policy}, named as an issue names them. */
export type NestedNumericPolicyField =
  | 'registrableCredentials.maximum'
  | 'issuing.maximumSignInAgeInMinutes'
  | 'issuing.maximumPerHour.actor'
  | 'issuing.maximumPerHour.user'
  | 'issuing.maximumPerHour.tenant'

const lifetime: PolicyBound = Object.freeze({ minimum: 10, maximum: 43_200, unit: 'minutes' })
const wait: PolicyBound = Object.freeze({ minimum: 1, maximum: 86_400, unit: 'seconds' })
const perHour: PolicyBound = Object.freeze({ minimum: 1, maximum: 100_000, unit: 'passes' })

/**
 * The bounds of every field that is a number, for a form or a table; {@link nestedPolicyBounds} is the rest.
 * `tap.policy.update` refuses what is outside.
 *
 * Lifetimes and length are those of Microsoft Graph; 100 wrong codes is the ceiling of SP 800-63B-4 §3.2.2.
 *
 * @example
 * ```ts
 * const { minimum, maximum, unit } = policyBounds.defaultLength
 * console.log(`${minimum} to ${maximum} ${unit}`) // 8 to 48 symbols
 * ```
 */
export const policyBounds: { readonly [Field in NumericPolicyField]: PolicyBound } = Object.freeze({
  minimumLifetimeInMinutes: lifetime,
  maximumLifetimeInMinutes: lifetime,
  defaultLifetimeInMinutes: lifetime,
  defaultLength: Object.freeze({ minimum: 8, maximum: 48, unit: 'symbols' }),
  wrongCodesBeforeLockout: Object.freeze({ minimum: 3, maximum: 100, unit: 'wrong codes' }),
  wrongCodesBeforeRevocation: Object.freeze({ minimum: 1, maximum: 100, unit: 'wrong codes' }),
  lockoutInSeconds: wait,
  maximumLockoutInSeconds: wait,
  registrationWindowInMinutes: Object.freeze({ minimum: 1, maximum: 60, unit: 'minutes' }),
  retentionInDays: Object.freeze({ minimum: 1, maximum: 3_650, unit: 'days' }),
})

/**
 * The bounds of the numbers within a field, by the name that an issue gives them. Those of `issuing` may be left out.
 *
 * @example
 * ```ts
 * const { minimum, maximum } = nestedPolicyBounds['registrableCredentials.maximum'] // 1 to 32
 * ```
 */
export const nestedPolicyBounds: { readonly [Field in NestedNumericPolicyField]: PolicyBound } = Object.freeze({
  'registrableCredentials.maximum': Object.freeze({ minimum: 1, maximum: 32, unit: 'credentials' }),
  'issuing.maximumSignInAgeInMinutes': Object.freeze({ minimum: 1, maximum: 1_440, unit: 'minutes' }),
  'issuing.maximumPerHour.actor': perHour,
  'issuing.maximumPerHour.user': perHour,
  'issuing.maximumPerHour.tenant': perHour,
})

/** Of every number, wherever it stands. */
export const numericBounds: typeof policyBounds & typeof nestedPolicyBounds = { ...policyBounds, ...nestedPolicyBounds }
