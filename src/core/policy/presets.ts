import type { Policy, Target } from './policy.js'
import { everyone } from './scope.js'

const all: readonly Target[] = Object.freeze([Object.freeze<Target>({ targetType: 'group', id: everyone })])

// An absent field could be inherited from Object.prototype.
const noIssuingLimits = {
  maximumSignInAgeInMinutes: undefined,
  acr: undefined,
  isDisabledUserAllowed: undefined,
  dualControl: undefined,
}
const unlimited = { actor: undefined, user: undefined, tenant: undefined }

/**
 * The defaults of Microsoft Entra: disabled, all users, a lifetime of 1 hour (administrators may choose 1 to 8 hours),
 * multi-use passes, 8 symbols. Every level is frozen. {@link reviewPolicy} lists where it falls short of the standards.
 *
 * Entra documents no value for some fields. They have values of this library: Crockford Base32, a lockout at every 10 wrong
 * codes (1 minute, doubling to 1 hour), revocation at 100, and ten credentials for each pass. The only rule for issuing is
 * that administrators cannot issue passes to themselves.
 *
 * One field differs: Entra counts a pass as strong authentication, but `countsAs` is `singleFactor` here.
 *
 * @example
 * ```ts
 * const tap = createTap({ ...ports, policy: { ...entraPolicy, state: 'enabled', isUsableOnce: true } })
 * ```
 */
export const entraPolicy: Policy = Object.freeze<Policy>({
  state: 'disabled',
  minimumLifetimeInMinutes: 60,
  maximumLifetimeInMinutes: 480,
  defaultLifetimeInMinutes: 60,
  isUsableOnce: false,
  defaultLength: 8,
  includeTargets: all,
  excludeTargets: Object.freeze([]),
  alphabet: 'crockford',
  wrongCodesBeforeLockout: 10,
  wrongCodesBeforeRevocation: 100,
  lockoutInSeconds: 60,
  maximumLockoutInSeconds: 3_600,
  spendOn: 'signIn',
  registrationWindowInMinutes: 10,
  registrableCredentials: Object.freeze({
    aaguids: undefined,
    types: Object.freeze(['passkey', 'authenticatorApp']),
    maximum: 10,
  }),
  countsAs: 'singleFactor',
  registrationTargets: Object.freeze([]),
  trustedTenants: Object.freeze([]),
  issuing: Object.freeze({
    isJustificationRequired: false,
    isTicketRequired: false,
    isSelfIssueAllowed: false,
    ...noIssuingLimits,
    maximumPerHour: Object.freeze({ ...unlimited }),
  }),
  retentionInDays: 30,
})

/**
 * A policy that meets NIST SP 800-63B-4 for codes like these, and OWASP ASVS 5.0 for issuing them. Disabled, for all users.
 * Every level is frozen.
 *
 * - One-time, used by the sign-in: a look-up secret works once (§3.1.2.2; ASVS 6.5.1).
 * - 16 symbols, which are 80 bits: more than the 64 of a saved recovery code (§4.2.1.1) and the 15 characters of a password
 *   used alone (§3.1.1.2).
 * - A lifetime of 10 minutes, the maximum for SMS and voice, to 24 hours, the maximum for e-mail (§4.2.1.2).
 * - A lockout at every 5 wrong codes, of 30 seconds to an hour. Revocation at 30; §3.2.2 allows 100.
 * - One factor (§2.1.1, §3.1.2).
 * - 10 minutes to register (§4.1.2.2), two credentials, and all users are asked to register (§4.1.2.1).
 * - A justification (§4.2.1; ASVS 6.4.4), and a sign-in of the administrator within 15 minutes (ASVS 7.5.3). Administrators
 *   cannot issue passes to themselves (§4.1.2.1). At most 10 passes an hour by one administrator, and 5 for one user
 *   (ASVS 2.4.1).
 *
 * Set two fields yourself: the users (`includeTargets`), and the class of sign-in that your identity provider calls strong
 * (`issuing.acr`).
 *
 * @example
 * ```ts
 * const tap = createTap({ ...ports, policy: { ...nistPolicy, state: 'enabled' } })
 * ```
 */
export const nistPolicy: Policy = Object.freeze<Policy>({
  ...entraPolicy,
  minimumLifetimeInMinutes: 10,
  maximumLifetimeInMinutes: 1_440,
  isUsableOnce: true,
  defaultLength: 16,
  wrongCodesBeforeLockout: 5,
  wrongCodesBeforeRevocation: 30,
  lockoutInSeconds: 30,
  registrableCredentials: Object.freeze({
    aaguids: undefined,
    types: Object.freeze(['passkey', 'authenticatorApp']),
    maximum: 2,
  }),
  registrationTargets: all,
  issuing: Object.freeze({
    isJustificationRequired: true,
    isTicketRequired: false,
    ...noIssuingLimits,
    maximumSignInAgeInMinutes: 15,
    isSelfIssueAllowed: false,
    maximumPerHour: Object.freeze({ ...unlimited, actor: 10, user: 5 }),
  }),
})
