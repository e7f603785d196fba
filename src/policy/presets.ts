import type { Policy } from './policy.js'

/**
 * Microsoft Entra's defaults: disabled, everyone in scope, 1 hour unless told (1 to 8 may be chosen), multi-use allowed,
 * 8 symbols. Where Entra does not say, this library's own: Crockford Base32, a wait every 10 wrong codes (1 minute, doubling
 * to 1 hour), the end of the pass at 100. Frozen to the last target.
 *
 * @example
 * ```ts
 * const tap = createTap({ ...ports, policy: { ...entraPolicy, state: 'enabled', isUsableOnce: true } })
 * ```
 */
export const entraPolicy: Policy = Object.freeze({
  state: 'disabled',
  minimumLifetimeInMinutes: 60,
  maximumLifetimeInMinutes: 480,
  defaultLifetimeInMinutes: 60,
  isUsableOnce: false,
  defaultLength: 8,
  includeTargets: Object.freeze([Object.freeze({ targetType: 'group', id: 'all_users' })]),
  excludeTargets: Object.freeze([]),
  alphabet: 'crockford',
  wrongCodesBeforeLockout: 10,
  wrongCodesBeforeRevocation: 100,
  lockoutInSeconds: 60,
  maximumLockoutInSeconds: 3_600,
  spendOn: 'signIn',
  registrationWindowInMinutes: 10,
  registrableCredentials: Object.freeze({ types: Object.freeze(['passkey', 'authenticatorApp']), maximum: 10 }),
  countsAs: 'singleFactor',
  registrationTargets: Object.freeze([]),
  trustedTenants: Object.freeze([]),
  issuing: Object.freeze({
    isJustificationRequired: false,
    isTicketRequired: false,
    isSelfIssueAllowed: false,
    maximumPerHour: Object.freeze({}),
  }),
  retentionInDays: 30,
})
