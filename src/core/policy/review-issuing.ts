import type { IssuingRules, Policy, PolicyPatch } from './policy.js'
import type { PolicyRule } from './review-rule.js'

const minutesSinceSignIn = 60
const anHour = { actor: 10, user: 5 }

/** What issuing should ask of the administrator. */
export const issuingRules: readonly PolicyRule[] = [
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1, OWASP ASVS 5.0 6.4.4',
    isShort: ({ issuing }) => !issuing.isJustificationRequired,
    message: () =>
      'issuing.isJustificationRequired is false, so nobody can tell later how the person was recognised: require it',
    fix: issuingWith({ isJustificationRequired: true }),
  },
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'OWASP ASVS 5.0 7.5.3',
    isShort: ({ issuing: { maximumSignInAgeInMinutes: minutes } }) =>
      minutes === undefined || minutes > minutesSinceSignIn,
    message: ({ issuing: { maximumSignInAgeInMinutes: minutes } }) =>
      `issuing.maximumSignInAgeInMinutes is ${minutes ?? 'left out'}, so a session left open can issue passes: ` +
      `use ${minutesSinceSignIn} or less`,
    fix: issuingWith({ maximumSignInAgeInMinutes: minutesSinceSignIn }),
  },
  {
    field: 'issuing',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 8.4.2',
    isShort: ({ issuing }) => issuing.acr === undefined,
    message: () =>
      'issuing.acr is left out, so a weak sign-in is enough to issue: ' +
      'name the class that your identity provider calls strong',
  },
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isShort: ({ issuing }) => issuing.isSelfIssueAllowed,
    message: () =>
      'issuing.isSelfIssueAllowed is true, so a stolen session becomes a credential that outlives it: refuse it',
    fix: issuingWith({ isSelfIssueAllowed: false }),
  },
  {
    field: 'issuing',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 2.4.1',
    isShort: ({ issuing: { maximumPerHour: most } }) => most.actor === undefined || most.user === undefined,
    message: () =>
      'issuing.maximumPerHour leaves out actor or user, so nothing slows a stolen session: ' +
      `try ${anHour.actor} for each actor, ${anHour.user} for each user`,
    fix: (policy) => {
      const { maximumPerHour: most } = policy.issuing
      const { actor = anHour.actor, user = anHour.user } = most
      return issuingWith({ maximumPerHour: { ...most, actor, user } })(policy)
    },
  },
]

function issuingWith(change: Partial<IssuingRules>): (policy: Policy) => PolicyPatch {
  return ({ issuing }) => ({ issuing: { ...issuing, ...change } })
}
