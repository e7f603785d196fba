import { describe, expect, it } from 'vitest'
import { channelLimits } from '../../src/core/pass/channel-limits.js'
import { mergePolicy } from '../../src/core/policy/merge.js'
import type { PolicyPatch } from '../../src/core/policy/policy.js'
import { entraPolicy, nistPolicy } from '../../src/core/policy/presets.js'
import { policyRules, reviewPolicy } from '../../src/core/policy/review.js'

describe('reviewPolicy', () => {
  it('knows what Entra falls short of', () => {
    expect(
      reviewPolicy(entraPolicy).map(({ severity, clause, message }) => `${severity}: ${message} (${clause})`),
    ).toEqual([
      'note: minimumLifetimeInMinutes is 60. A code sent by SMS or voice may live 10 minutes at most. Use 10. ' +
        '(SP 800-63B-4 §4.2.1.2)',
      'warning: isUsableOnce is false. An attacker who overhears a code can use it too. Require one-time passes. ' +
        '(SP 800-63B-4 §3.1.2.2, OWASP ASVS 5.0 6.5.1)',
      'warning: defaultLength is 8. A code that works more than once is a password. Use 15, or one-time passes ' +
        'with spendOn "signIn". (SP 800-63B-4 §3.1.1.2)',
      'warning: defaultLength is 8, which is 40 bits. A recovery code has 64 bits. Use 13. (SP 800-63B-4 §4.2.1.1)',
      'note: includeTargets includes all users, and so all administrators. Analyse the risk, or name groups ' +
        'instead. (SP 800-63B-4 §4.2.1)',
      'note: wrongCodesBeforeRevocation is 100. 100 wrong codes is the maximum. 30 is enough for users who mistype. ' +
        '(SP 800-63B-4 §3.2.2)',
      'note: registrationTargets is empty. No user is asked to register a credential that replaces the pass. ' +
        'Add all users. (SP 800-63B-4 §4.1.2.1)',
      'warning: issuing.isJustificationRequired is false. No record shows how the user was identified. Require a ' +
        'justification. (SP 800-63B-4 §4.2.1, OWASP ASVS 5.0 6.4.4)',
      'warning: issuing.maximumSignInAgeInMinutes is not set. An unattended session can issue passes. Use 60 or ' +
        'less. (OWASP ASVS 5.0 7.5.3)',
      'note: issuing.acr is not set. A weak sign-in is enough to issue passes. Name the class that your identity ' +
        'provider calls strong. (OWASP ASVS 5.0 8.4.2)',
      'note: issuing.maximumPerHour has no limit for actor or user. A stolen session can issue many passes. Try 10 ' +
        'for each actor and 5 for each user. (OWASP ASVS 5.0 2.4.1)',
    ])
  })

  it('warns of nothing in the NIST preset, and leaves two notes that only its host can settle', () => {
    expect(reviewPolicy(nistPolicy).map(({ severity, field }) => `${severity}: ${field}`)).toEqual([
      'note: includeTargets',
      'note: issuing',
    ])
    const settled = {
      includeTargets: [{ targetType: 'group', id: 'staff' }],
      issuing: { ...nistPolicy.issuing, acr: 'aal2' },
    }
    expect(reviewPolicy({ ...nistPolicy, ...settled } as typeof nistPolicy)).toEqual([])
  })

  const { registrableCredentials, issuing } = nistPolicy
  const edges: readonly (readonly [clause: string, kept: PolicyPatch, short: PolicyPatch])[] = [
    ['§4.2.1.2', { minimumLifetimeInMinutes: 10 }, { minimumLifetimeInMinutes: 11 }],
    ['§4.2.1.2', { maximumLifetimeInMinutes: 1_440 }, { maximumLifetimeInMinutes: 1_441 }],
    [
      '6.4.1',
      { defaultLifetimeInMinutes: 1_440 },
      { defaultLifetimeInMinutes: 1_441, maximumLifetimeInMinutes: 43_200 },
    ],
    ['6.5.1', { isUsableOnce: true }, { isUsableOnce: false }],
    ['§3.1.1.2', { isUsableOnce: false, defaultLength: 15 }, { isUsableOnce: false, defaultLength: 14 }],
    ['§3.1.1.2', { spendOn: 'registration', defaultLength: 15 }, { spendOn: 'registration', defaultLength: 14 }],
    ['§4.2.1.1', { defaultLength: 13 }, { defaultLength: 12 }],
    ['§4.2.1.1', { alphabet: 'mixed', defaultLength: 11 }, { alphabet: 'mixed', defaultLength: 10 }],
    ['§4.2.1.1', { alphabet: 'digits', defaultLength: 20 }, { alphabet: 'digits', defaultLength: 19 }],
    [
      '§4.2.1',
      { includeTargets: [{ targetType: 'user', id: 'all_users' }] },
      { includeTargets: nistPolicy.includeTargets },
    ],
    ['§3.2.2', { wrongCodesBeforeRevocation: 30 }, { wrongCodesBeforeRevocation: 31 }],
    ['§3.2.2', { lockoutInSeconds: 30 }, { lockoutInSeconds: 29 }],
    ['6.1.1', { maximumLockoutInSeconds: 3_600 }, { maximumLockoutInSeconds: 3_601 }],
    ['§3.2.7', { spendOn: 'signIn' }, { spendOn: 'registration' }],
    ['§4.1.2.2', { registrationWindowInMinutes: 10 }, { registrationWindowInMinutes: 11 }],
    ['§3.2.5', {}, { registrableCredentials: { ...registrableCredentials, types: ['Passkey'] } }],
    ['§4.1.2.1', {}, { registrableCredentials: { ...registrableCredentials, maximum: 1 } }],
    ['§2.2.1', { countsAs: 'singleFactor' }, { countsAs: 'multiFactor' }],
    ['§4.1.2.1', { registrationTargets: [{ targetType: 'user', id: 'ada' }] }, { registrationTargets: [] }],
    ['8.4.1', { trustedTenants: [] }, { trustedTenants: ['contoso'] }],
    ['6.4.4', { issuing }, { issuing: { ...issuing, isJustificationRequired: false } }],
    [
      '7.5.3',
      { issuing: { ...issuing, maximumSignInAgeInMinutes: 60 } },
      { issuing: { ...issuing, maximumSignInAgeInMinutes: 61 } },
    ],
    ['8.4.2', { issuing: { ...issuing, acr: 'x' } }, { issuing }],
    ['§4.1.2.1', { issuing }, { issuing: { ...issuing, isSelfIssueAllowed: true } }],
    ['2.4.1', { issuing }, { issuing: { ...issuing, maximumPerHour: { actor: 1, tenant: 1 } } }],
    ['2.4.1', { issuing }, { issuing: { ...issuing, maximumPerHour: { user: 1 } } }],
  ]

  for (const [clause, kept, short] of edges) {
    it(`finds ${clause} at ${JSON.stringify(short)} and not at ${JSON.stringify(kept)}`, () => {
      const finding = findingsAbout(short, clause)
      expect(finding).toHaveLength(1)
      expect(findingsAbout(kept, clause)).toEqual([])
    })
  }

  it('has an edge above for every rule', () => {
    const found = edges.flatMap(([, , short]) => reviewPolicy(mergePolicy(nistPolicy, short)))
    for (const { field, clause } of policyRules) {
      expect(
        found.some((finding) => finding.field === field && finding.clause === clause),
        clause,
      ).toBe(true)
    }
  })

  it('fixes no list of types that is full, because only its host can say which may go', () => {
    const types = Array.from({ length: 16 }, (_, index) => `type ${index}`)
    const policyOf = (count: number) => ({
      ...nistPolicy,
      registrableCredentials: { ...registrableCredentials, types: types.slice(0, count) },
    })
    const fixes = [15, 16].map((count) => {
      return reviewPolicy(policyOf(count)).find(({ field }) => field === 'registrableCredentials')?.fix
    })
    expect(fixes).toEqual([
      { registrableCredentials: { ...registrableCredentials, types: [...types.slice(0, 15), 'passkey'] } },
      undefined,
    ])
  })

  it('draws the line for lifetimes where the channels draw theirs', () => {
    const { sms, email } = channelLimits
    expect(mendOf({ minimumLifetimeInMinutes: 60 }).minimumLifetimeInMinutes).toBe(sms.maximumInMinutes)
    expect(mendOf({ maximumLifetimeInMinutes: 43_200 }).maximumLifetimeInMinutes).toBe(email.maximumInMinutes)
  })

  it('begins every message with its field, and cites a clause of one of two standards', () => {
    const messages = edges.flatMap(([, , short]) => reviewPolicy(mergePolicy(nistPolicy, short)))
    for (const { field, clause, message } of messages) {
      expect(message.startsWith(field)).toBe(true)
      expect(clause).toMatch(/^(SP 800-63B-4 §|OWASP ASVS 5\.0 )\d/)
      expect(message.length).toBeLessThanOrEqual(160)
    }
  })

  function mendOf(patch: PolicyPatch): PolicyPatch {
    return reviewPolicy(mergePolicy(nistPolicy, patch)).find(({ field }) => field in patch)?.fix ?? {}
  }

  /** About the fields that the patch names. */
  function findingsAbout(patch: PolicyPatch, clause: string): readonly unknown[] {
    const findings = reviewPolicy(mergePolicy(nistPolicy, patch))
    return findings.filter((finding) => finding.field in patch && finding.clause.split(/[ ,]+/).includes(clause))
  }
})
