import type { Policy, Target } from './policy.js'
import { everyone } from './scope.js'

const all: readonly Target[] = Object.freeze([Object.freeze<Target>({ targetType: 'group', id: everyone })])

/**
 * Microsoft Entra's defaults: disabled, everyone in scope, 1 hour unless told (1 to 8 may be chosen), multi-use allowed, 8
 * symbols. Where Entra does not say, this library's own: Crockford Base32, a wait every 10 wrong codes (1 minute,
 * doubling to 1 hour), the end of the pass at 100, ten credentials a pass, nothing asked of the administrator. One
 * departure: Entra counts a pass as strong authentication, here `countsAs` is `singleFactor` until you say otherwise.
 * Frozen to the last target. {@link reviewPolicy} tells what it falls short of.
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

/**
 * What NIST SP 800-63B-4 asks of a code like this, and OWASP ASVS 5.0 of issuing it. Disabled, with everyone in scope,
 * until you say otherwise. Frozen to the last target.
 *
 * - One-time, and spent by the sign-in: a look-up secret succeeds once (§3.1.2.2; ASVS 6.5.1).
 * - 16 symbols, which are 80 bits: above the 64 of a saved recovery code (§4.2.1.1) and the 15 characters of a password
 *   used alone (§3.1.1.2).
 * - 10 minutes, as short as a code by SMS or voice must be, to 24 hours, the most for one by e-mail (§4.2.1.2).
 * - A wait every 5 wrong codes, from 30 seconds to an hour; the end of the pass at 30, where §3.2.2 allows 100.
 * - One factor, whatever it is typed into (§2.1.1, §3.1.2).
 * - 10 minutes to register (§4.1.2.2), two credentials, everyone led there (§4.1.2.1).
 * - A justification (§4.2.1; ASVS 6.4.4), an administrator who signed in within 15 minutes (ASVS 7.5.3), never for
 *   themselves (§4.1.2.1), at most 10 passes an hour each and 5 for one person (ASVS 2.4.1).
 *
 * Add your own: whom it is for (`includeTargets`), and the class of sign-in that your identity provider calls strong
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
  registrableCredentials: Object.freeze({ types: Object.freeze(['passkey', 'authenticatorApp']), maximum: 2 }),
  registrationTargets: all,
  issuing: Object.freeze({
    isJustificationRequired: true,
    isTicketRequired: false,
    maximumSignInAgeInMinutes: 15,
    isSelfIssueAllowed: false,
    maximumPerHour: Object.freeze({ actor: 10, user: 5 }),
  }),
})
