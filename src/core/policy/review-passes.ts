import { codeEntropyInBits, entropyInBits } from '../code/entropy.js'
import { messageText } from '../message/english.js'
import { policyBounds } from './bounds.js'
import type { Policy } from './policy.js'
import type { PolicyRule } from './review-rule.js'
import { maxTypes } from './schema.js'
import { everyone } from './scope.js'

const minutesBySms = 10
const minutesByEmail = 1_440
const symbolsOfPassword = 15
const bitsOfRecoveryCode = 64
const maxWrongCodes = 30
const minLockoutSeconds = 30
const maxLockoutSeconds = 3_600
const minutesToRegister = 10
const minCredentials = 2

/** Rules about passes and the credentials that replace them. */
export const passRules: readonly PolicyRule[] = [
  {
    field: 'minimumLifetimeInMinutes',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.2.1.2',
    isFoundIn: ({ minimumLifetimeInMinutes: minutes }) => minutes > minutesBySms,
    describe: ({ minimumLifetimeInMinutes: value }) =>
      messageText('policy.finding.minimumLifetimeInMinutes', { value, recommended: minutesBySms }),
    fix: () => ({ minimumLifetimeInMinutes: minutesBySms }),
  },
  {
    field: 'maximumLifetimeInMinutes',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1.2',
    isFoundIn: ({ maximumLifetimeInMinutes: minutes }) => minutes > minutesByEmail,
    describe: ({ maximumLifetimeInMinutes: value }) =>
      messageText('policy.finding.maximumLifetimeInMinutes', { value, recommended: minutesByEmail }),
    fix: ({ minimumLifetimeInMinutes, defaultLifetimeInMinutes }) => ({
      minimumLifetimeInMinutes: Math.min(minimumLifetimeInMinutes, minutesByEmail),
      maximumLifetimeInMinutes: minutesByEmail,
      defaultLifetimeInMinutes: Math.min(defaultLifetimeInMinutes, minutesByEmail),
    }),
  },
  {
    field: 'defaultLifetimeInMinutes',
    severity: 'warning',
    clause: 'OWASP ASVS 5.0 6.4.1',
    isFoundIn: ({ defaultLifetimeInMinutes: minutes }) => minutes > minutesByEmail,
    describe: ({ defaultLifetimeInMinutes: value }) =>
      messageText('policy.finding.defaultLifetimeInMinutes', { value, recommended: minutesByEmail }),
    fix: ({ minimumLifetimeInMinutes }) => ({
      minimumLifetimeInMinutes: Math.min(minimumLifetimeInMinutes, minutesByEmail),
      defaultLifetimeInMinutes: minutesByEmail,
    }),
  },
  {
    field: 'isUsableOnce',
    severity: 'warning',
    clause: 'SP 800-63B-4 §3.1.2.2, OWASP ASVS 5.0 6.5.1',
    isFoundIn: ({ isUsableOnce }) => !isUsableOnce,
    describe: () => messageText('policy.finding.isUsableOnce'),
    fix: () => ({ isUsableOnce: true }),
  },
  {
    field: 'defaultLength',
    severity: 'warning',
    clause: 'SP 800-63B-4 §3.1.1.2',
    isFoundIn: (policy) => isReusable(policy) && policy.defaultLength < symbolsOfPassword,
    describe: ({ defaultLength: value }) =>
      messageText('policy.finding.defaultLength.reusable', { value, recommended: symbolsOfPassword }),
    fix: () => ({ defaultLength: symbolsOfPassword }),
  },
  {
    field: 'defaultLength',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1.1',
    isFoundIn: (policy) => codeEntropyInBits(policy) < bitsOfRecoveryCode,
    describe: (policy) =>
      messageText('policy.finding.defaultLength.entropy', {
        value: policy.defaultLength,
        bits: Math.round(codeEntropyInBits(policy) * 10) / 10,
        minimumBits: bitsOfRecoveryCode,
        recommended: symbolsOfRecoveryCode(policy),
      }),
    fix: (policy) => ({ defaultLength: symbolsOfRecoveryCode(policy) }),
  },
  {
    field: 'includeTargets',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.2.1',
    isFoundIn: ({ includeTargets }) =>
      includeTargets.some(({ targetType, id }) => targetType === 'group' && id === everyone),
    describe: () => messageText('policy.finding.includeTargets'),
  },
  {
    field: 'wrongCodesBeforeRevocation',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.2.2',
    isFoundIn: ({ wrongCodesBeforeRevocation: value }) => value > maxWrongCodes,
    describe: ({ wrongCodesBeforeRevocation: value }) =>
      messageText('policy.finding.wrongCodesBeforeRevocation', {
        value,
        limit: policyBounds.wrongCodesBeforeRevocation.maximum,
        recommended: maxWrongCodes,
      }),
    fix: () => ({ wrongCodesBeforeRevocation: maxWrongCodes }),
  },
  {
    field: 'lockoutInSeconds',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.2.2',
    isFoundIn: ({ lockoutInSeconds: seconds }) => seconds < minLockoutSeconds,
    describe: ({ lockoutInSeconds: value }) =>
      messageText('policy.finding.lockoutInSeconds', { value, recommended: minLockoutSeconds }),
    fix: ({ maximumLockoutInSeconds }) => ({
      lockoutInSeconds: minLockoutSeconds,
      maximumLockoutInSeconds: Math.max(maximumLockoutInSeconds, minLockoutSeconds),
    }),
  },
  {
    field: 'maximumLockoutInSeconds',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 6.1.1',
    isFoundIn: ({ maximumLockoutInSeconds: seconds }) => seconds > maxLockoutSeconds,
    describe: ({ maximumLockoutInSeconds: value }) =>
      messageText('policy.finding.maximumLockoutInSeconds', { value, recommended: maxLockoutSeconds }),
    fix: ({ lockoutInSeconds }) => ({
      lockoutInSeconds: Math.min(lockoutInSeconds, maxLockoutSeconds),
      maximumLockoutInSeconds: maxLockoutSeconds,
    }),
  },
  {
    field: 'spendOn',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.1.2.2, §3.2.7',
    isFoundIn: ({ spendOn }) => spendOn === 'registration',
    describe: () => messageText('policy.finding.spendOn'),
    fix: () => ({ spendOn: 'signIn' }),
  },
  {
    field: 'registrationWindowInMinutes',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.1.2.2',
    isFoundIn: ({ registrationWindowInMinutes: minutes }) => minutes > minutesToRegister,
    describe: ({ registrationWindowInMinutes: value }) =>
      messageText('policy.finding.registrationWindowInMinutes', { value, recommended: minutesToRegister }),
    fix: () => ({ registrationWindowInMinutes: minutesToRegister }),
  },
  {
    field: 'registrableCredentials',
    severity: 'note',
    clause: 'SP 800-63B-4 §2.2.2, §3.2.5',
    isFoundIn: ({ registrableCredentials }) => !registrableCredentials.types.includes('passkey'),
    describe: () => messageText('policy.finding.registrableCredentials.types'),
    fix: ({ registrableCredentials }) => {
      const types = [...registrableCredentials.types, 'passkey']
      return types.length > maxTypes ? undefined : { registrableCredentials: { ...registrableCredentials, types } }
    },
  },
  {
    field: 'registrableCredentials',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isFoundIn: ({ registrableCredentials }) => registrableCredentials.maximum < minCredentials,
    describe: ({ registrableCredentials: { maximum: value } }) =>
      messageText('policy.finding.registrableCredentials.maximum', { value, recommended: minCredentials }),
    fix: ({ registrableCredentials }) => ({
      registrableCredentials: { ...registrableCredentials, maximum: minCredentials },
    }),
  },
  {
    field: 'countsAs',
    severity: 'warning',
    clause: 'SP 800-63B-4 §2.2.1, §3.1.2',
    isFoundIn: ({ countsAs }) => countsAs === 'multiFactor',
    describe: () => messageText('policy.finding.countsAs'),
    fix: () => ({ countsAs: 'singleFactor' }),
  },
  {
    field: 'registrationTargets',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isFoundIn: ({ registrationTargets }) => registrationTargets.length === 0,
    describe: () => messageText('policy.finding.registrationTargets'),
    fix: () => ({ registrationTargets: [{ targetType: 'group', id: everyone }] }),
  },
  {
    field: 'trustedTenants',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 8.4.1',
    isFoundIn: ({ trustedTenants }) => trustedTenants.length > 0,
    describe: () => messageText('policy.finding.trustedTenants'),
    fix: () => ({ trustedTenants: [] }),
  },
]

/** A code can work again after its first sign-in. */
function isReusable({ isUsableOnce, spendOn }: Policy): boolean {
  return !isUsableOnce || spendOn === 'registration'
}

function symbolsOfRecoveryCode({ alphabet }: Policy): number {
  return Math.ceil(bitsOfRecoveryCode / entropyInBits(alphabet, 1))
}
