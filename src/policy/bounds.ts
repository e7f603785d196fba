import type { Policy } from './policy.js'

/** What one number of a policy may be, both ends included. */
export interface PolicyBound {
  readonly minimum: number
  readonly maximum: number
  readonly unit: 'minutes' | 'seconds' | 'days' | 'symbols' | 'wrong codes'
}

/** The fields of a {@link Policy} that are whole numbers. */
export type NumericPolicyField = {
  readonly [Field in keyof Policy]: Policy[Field] extends number ? Field : never
}[keyof Policy]

const lifetime: PolicyBound = Object.freeze({ minimum: 10, maximum: 43_200, unit: 'minutes' })
const wait: PolicyBound = Object.freeze({ minimum: 1, maximum: 86_400, unit: 'seconds' })

/**
 * The bounds of every number in a policy, for a form or a table. `tap.policy.update` refuses what is outside.
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
