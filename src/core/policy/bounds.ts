import type { Policy } from './policy.js'

/** The range of one number of a policy, both ends included. */
export interface PolicyBound {
  readonly minimum: number
  readonly maximum: number
  readonly unit: 'minutes' | 'seconds' | 'days' | 'symbols' | 'wrong codes' | 'credentials' | 'passes'
}

/** The numbers of a {@link Policy}, each named as an {@link InputIssue} names it. */
export type NumericPolicyField =
  | { readonly [Field in keyof Policy]: Policy[Field] extends number ? Field : never }[keyof Policy]
  | 'registrableCredentials.maximum'
  | 'issuing.maximumSignInAgeInMinutes'
  | 'issuing.maximumPerHour.actor'
  | 'issuing.maximumPerHour.user'
  | 'issuing.maximumPerHour.tenant'

const lifetime: PolicyBound = Object.freeze({ minimum: 10, maximum: 43_200, unit: 'minutes' })
const lockout: PolicyBound = Object.freeze({ minimum: 1, maximum: 86_400, unit: 'seconds' })
const perHour: PolicyBound = Object.freeze({ minimum: 1, maximum: 100_000, unit: 'passes' })

/**
 * The bounds of every number of a policy, for a form or a table. `tap.policy.update` refuses what is outside. The numbers
 * of `issuing` are optional.
 *
 * Lifetimes and length are those of Microsoft Graph; 100 wrong codes is the maximum of NIST SP 800-63B-4 §3.2.2.
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
  lockoutInSeconds: lockout,
  maximumLockoutInSeconds: lockout,
  registrationWindowInMinutes: Object.freeze({ minimum: 1, maximum: 60, unit: 'minutes' }),
  'registrableCredentials.maximum': Object.freeze({ minimum: 1, maximum: 32, unit: 'credentials' }),
  'issuing.maximumSignInAgeInMinutes': Object.freeze({ minimum: 1, maximum: 1_440, unit: 'minutes' }),
  'issuing.maximumPerHour.actor': perHour,
  'issuing.maximumPerHour.user': perHour,
  'issuing.maximumPerHour.tenant': perHour,
  retentionInDays: Object.freeze({ minimum: 1, maximum: 3_650, unit: 'days' }),
})
