import type { EnglishTexts } from '../english-text.js'

/** What `reviewPolicy` says. Every sentence begins with the field. */
export const policyFindingTexts: EnglishTexts<'policy.finding'> = {
  'policy.finding.minimumLifetimeInMinutes':
    'minimumLifetimeInMinutes is {value}. A code sent by SMS or voice may live {recommended} minutes at most. ' +
    'Use {recommended}.',
  'policy.finding.maximumLifetimeInMinutes':
    'maximumLifetimeInMinutes is {value}. A code sent by e-mail may live {recommended} minutes at most. ' +
    'Use {recommended}.',
  'policy.finding.defaultLifetimeInMinutes':
    'defaultLifetimeInMinutes is {value}. Only an administrator should choose such a long lifetime. ' +
    'Use {recommended} or less.',
  'policy.finding.isUsableOnce':
    'isUsableOnce is false. An attacker who overhears a code can use it too. Require one-time passes.',
  'policy.finding.defaultLength.reusable':
    'defaultLength is {value}. A code that works more than once is a password. ' +
    'Use {recommended}, or one-time passes with spendOn "signIn".',
  'policy.finding.defaultLength.entropy':
    'defaultLength is {value}, which is {bits} bits. A recovery code has {minimumBits} bits. Use {recommended}.',
  'policy.finding.includeTargets':
    'includeTargets includes all users, and so all administrators. Analyse the risk, or name groups instead.',
  'policy.finding.wrongCodesBeforeRevocation':
    'wrongCodesBeforeRevocation is {value}. {limit} wrong codes is the maximum. ' +
    '{recommended} is enough for users who mistype.',
  'policy.finding.lockoutInSeconds':
    'lockoutInSeconds is {value}. This hardly slows an attacker who guesses codes. Use {recommended}.',
  'policy.finding.maximumLockoutInSeconds':
    'maximumLockoutInSeconds is {value}. An attacker who types wrong codes can lock a user out for this long. ' +
    'Use {recommended}.',
  'policy.finding.spendOn':
    'spendOn is "registration". A one-time code works again until a credential is registered. Use "signIn".',
  'policy.finding.registrationWindowInMinutes':
    'registrationWindowInMinutes is {value}. A session should not be able to register credentials for this long. ' +
    'Use {recommended}.',
  'policy.finding.registrableCredentials.types':
    'registrableCredentials.types does not include "passkey", which resists phishing. ' +
    'Add it, unless your own types resist phishing.',
  'policy.finding.registrableCredentials.maximum':
    'registrableCredentials.maximum is {value}. A user who loses that credential loses the account. ' +
    'Allow {recommended}.',
  'policy.finding.countsAs':
    'countsAs is "multiFactor". Tokens then claim AAL2, but a pass is one factor. Use "singleFactor".',
  'policy.finding.registrationTargets':
    'registrationTargets is empty. No user is asked to register a credential that replaces the pass. Add all users.',
  'policy.finding.trustedTenants':
    'trustedTenants is not empty. Administrators of those tenants can open sessions here. Trust no other tenant.',
  'policy.finding.issuing.isJustificationRequired':
    'issuing.isJustificationRequired is false. No record shows how the user was identified. Require a justification.',
  'policy.finding.issuing.maximumSignInAgeInMinutes':
    'issuing.maximumSignInAgeInMinutes is {value}. An unattended session can issue passes. Use {recommended} or less.',
  'policy.finding.issuing.maximumSignInAgeInMinutes.notSet':
    'issuing.maximumSignInAgeInMinutes is not set. An unattended session can issue passes. Use {recommended} or less.',
  'policy.finding.issuing.acr':
    'issuing.acr is not set. A weak sign-in is enough to issue passes. ' +
    'Name the class that your identity provider calls strong.',
  'policy.finding.issuing.isSelfIssueAllowed':
    'issuing.isSelfIssueAllowed is true. A stolen session can register a credential that outlives it. Use false.',
  'policy.finding.issuing.maximumPerHour':
    'issuing.maximumPerHour has no limit for actor or user. A stolen session can issue many passes. ' +
    'Try {actor} for each actor and {user} for each user.',
}
