import { messageText } from '../message/english.js'
import type { IssuingRules, Policy, PolicyPatch } from './policy.js'
import type { PolicyRule } from './review-rule.js'

const maxSignInAgeMinutes = 60
const recommendedPerHour = { actor: 10, user: 5 }

/** Rules about issuing: what the administrator has to do and may do. */
export const issuingRules: readonly PolicyRule[] = [
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1, OWASP ASVS 5.0 6.4.4',
    isFoundIn: ({ issuing }) => !issuing.isJustificationRequired,
    describe: () => messageText('policy.finding.issuing.isJustificationRequired'),
    fix: issuingWith({ isJustificationRequired: true }),
  },
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'OWASP ASVS 5.0 7.5.3',
    isFoundIn: ({ issuing: { maximumSignInAgeInMinutes: minutes } }) =>
      minutes === undefined || minutes > maxSignInAgeMinutes,
    describe: ({ issuing: { maximumSignInAgeInMinutes: value } }) =>
      value === undefined
        ? messageText('policy.finding.issuing.maximumSignInAgeInMinutes.notSet', { recommended: maxSignInAgeMinutes })
        : messageText('policy.finding.issuing.maximumSignInAgeInMinutes', { value, recommended: maxSignInAgeMinutes }),
    fix: issuingWith({ maximumSignInAgeInMinutes: maxSignInAgeMinutes }),
  },
  {
    field: 'issuing',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 8.4.2',
    isFoundIn: ({ issuing }) => issuing.acr === undefined,
    describe: () => messageText('policy.finding.issuing.acr'),
  },
  {
    field: 'issuing',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isFoundIn: ({ issuing }) => issuing.isSelfIssueAllowed,
    describe: () => messageText('policy.finding.issuing.isSelfIssueAllowed'),
    fix: issuingWith({ isSelfIssueAllowed: false }),
  },
  {
    field: 'issuing',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 2.4.1',
    isFoundIn: ({ issuing: { maximumPerHour: limits } }) => limits.actor === undefined || limits.user === undefined,
    describe: () => messageText('policy.finding.issuing.maximumPerHour', recommendedPerHour),
    fix: (policy) => {
      const { maximumPerHour: limits } = policy.issuing
      const { actor = recommendedPerHour.actor, user = recommendedPerHour.user } = limits
      return issuingWith({ maximumPerHour: { ...limits, actor, user } })(policy)
    },
  },
]

function issuingWith(change: Partial<IssuingRules>): (policy: Policy) => PolicyPatch {
  return ({ issuing }) => ({ issuing: { ...issuing, ...change } })
}
