import { codeEntropyInBits, entropyInBits } from '../code/entropy.js'
import { readableNumber } from '../input/describe.js'
import type { Policy } from './policy.js'
import type { PolicyRule } from './review-rule.js'
import { maxTypes } from './schema.js'
import { everyone } from './scope.js'

const minutesBySms = 10
const minutesByEmail = 1_440
const symbolsOfPassword = 15
const bitsOfRecoveryCode = 64
const wrongCodes = 30
const firstWait = 30
const maxLockoutSeconds = 3_600
const minutesToBind = 10

/** What a pass should be like, and what should come of it. */
export const passRules: readonly PolicyRule[] = [
  {
    field: 'minimumLifetimeInMinutes',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.2.1.2',
    isShort: ({ minimumLifetimeInMinutes: minutes }) => minutes > minutesBySms,
    message: ({ minimumLifetimeInMinutes: minutes }) =>
      `minimumLifetimeInMinutes is ${readableNumber(minutes)}, too long for SMS and voice: allow ${minutesBySms}`,
    fix: () => ({ minimumLifetimeInMinutes: minutesBySms }),
  },
  {
    field: 'maximumLifetimeInMinutes',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1.2',
    isShort: ({ maximumLifetimeInMinutes: minutes }) => minutes > minutesByEmail,
    message: ({ maximumLifetimeInMinutes: minutes }) =>
      `maximumLifetimeInMinutes is ${readableNumber(minutes)}, too long for all but post: ` +
      `allow ${readableNumber(minutesByEmail)}, the most for e-mail`,
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
    isShort: ({ defaultLifetimeInMinutes: minutes }) => minutes > minutesByEmail,
    message: ({ defaultLifetimeInMinutes: minutes }) =>
      `defaultLifetimeInMinutes is ${readableNumber(minutes)}, long for a pass that nobody chose it for: ` +
      `use ${readableNumber(minutesByEmail)} or less`,
    fix: ({ minimumLifetimeInMinutes }) => ({
      minimumLifetimeInMinutes: Math.min(minimumLifetimeInMinutes, minutesByEmail),
      defaultLifetimeInMinutes: minutesByEmail,
    }),
  },
  {
    field: 'isUsableOnce',
    severity: 'warning',
    clause: 'SP 800-63B-4 §3.1.2.2, OWASP ASVS 5.0 6.5.1',
    isShort: ({ isUsableOnce }) => !isUsableOnce,
    message: () => 'isUsableOnce is false, so whoever overhears a code can use it too: require one-time passes',
    fix: () => ({ isUsableOnce: true }),
  },
  {
    field: 'defaultLength',
    severity: 'warning',
    clause: 'SP 800-63B-4 §3.1.1.2',
    isShort: (policy) => isReusable(policy) && policy.defaultLength < symbolsOfPassword,
    message: ({ defaultLength }) =>
      `defaultLength is ${defaultLength}, short for a code that works more than once, which is a password: ` +
      `use ${symbolsOfPassword}, or one-time passes spent by the sign-in`,
    fix: () => ({ defaultLength: symbolsOfPassword }),
  },
  {
    field: 'defaultLength',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.2.1.1',
    isShort: (policy) => codeEntropyInBits(policy) < bitsOfRecoveryCode,
    message: (policy) =>
      `defaultLength is ${policy.defaultLength}, which is ${codeEntropyInBits(policy).toFixed(1)} bits where ` +
      `a recovery code has ${bitsOfRecoveryCode}: use ${symbolsOfRecoveryCode(policy)}`,
    fix: (policy) => ({ defaultLength: symbolsOfRecoveryCode(policy) }),
  },
  {
    field: 'includeTargets',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.2.1',
    isShort: ({ includeTargets }) =>
      includeTargets.some(({ targetType, id }) => targetType === 'group' && id === everyone),
    message: () =>
      'includeTargets has everyone in it, administrators too, which wants an analysis of the risk: name groups instead',
  },
  {
    field: 'wrongCodesBeforeRevocation',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.2.2',
    isShort: ({ wrongCodesBeforeRevocation: most }) => most > wrongCodes,
    message: ({ wrongCodesBeforeRevocation: most }) =>
      `wrongCodesBeforeRevocation is ${most} where 100 is the limit, and who mistypes needs far fewer: ` +
      `use ${wrongCodes}`,
    fix: () => ({ wrongCodesBeforeRevocation: wrongCodes }),
  },
  {
    field: 'lockoutInSeconds',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.2.2',
    isShort: ({ lockoutInSeconds: seconds }) => seconds < firstWait,
    message: ({ lockoutInSeconds: seconds }) =>
      `lockoutInSeconds is ${seconds}, which hardly slows whoever guesses: use ${firstWait}`,
    fix: ({ maximumLockoutInSeconds }) => ({
      lockoutInSeconds: firstWait,
      maximumLockoutInSeconds: Math.max(maximumLockoutInSeconds, firstWait),
    }),
  },
  {
    field: 'maximumLockoutInSeconds',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 6.1.1',
    isShort: ({ maximumLockoutInSeconds: seconds }) => seconds > maxLockoutSeconds,
    message: ({ maximumLockoutInSeconds: seconds }) =>
      `maximumLockoutInSeconds is ${readableNumber(seconds)}, so another's wrong codes keep a person out for long: ` +
      `use ${readableNumber(maxLockoutSeconds)}`,
    fix: ({ lockoutInSeconds }) => ({
      lockoutInSeconds: Math.min(lockoutInSeconds, maxLockoutSeconds),
      maximumLockoutInSeconds: maxLockoutSeconds,
    }),
  },
  {
    field: 'spendOn',
    severity: 'note',
    clause: 'SP 800-63B-4 §3.1.2.2, §3.2.7',
    isShort: ({ spendOn }) => spendOn === 'registration',
    message: () =>
      'spendOn is "registration", so a one-time code works again until a credential is registered: use "signIn"',
    fix: () => ({ spendOn: 'signIn' }),
  },
  {
    field: 'registrationWindowInMinutes',
    severity: 'warning',
    clause: 'SP 800-63B-4 §4.1.2.2',
    isShort: ({ registrationWindowInMinutes: minutes }) => minutes > minutesToBind,
    message: ({ registrationWindowInMinutes: minutes }) =>
      `registrationWindowInMinutes is ${minutes}, long for what binds a credential: use ${minutesToBind}`,
    fix: () => ({ registrationWindowInMinutes: minutesToBind }),
  },
  {
    field: 'registrableCredentials',
    severity: 'note',
    clause: 'SP 800-63B-4 §2.2.2, §3.2.5',
    isShort: ({ registrableCredentials }) => !registrableCredentials.types.includes('passkey'),
    message: () =>
      'registrableCredentials.types lacks "passkey", the one known to resist phishing: add it, unless yours do',
    fix: ({ registrableCredentials }) => {
      const types = [...registrableCredentials.types, 'passkey']
      return types.length > maxTypes ? undefined : { registrableCredentials: { ...registrableCredentials, types } }
    },
  },
  {
    field: 'registrableCredentials',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isShort: ({ registrableCredentials }) => registrableCredentials.maximum < 2,
    message: () => 'registrableCredentials.maximum is 1, so losing one credential is losing the account: allow 2',
    fix: ({ registrableCredentials }) => ({ registrableCredentials: { ...registrableCredentials, maximum: 2 } }),
  },
  {
    field: 'countsAs',
    severity: 'warning',
    clause: 'SP 800-63B-4 §2.2.1, §3.1.2',
    isShort: ({ countsAs }) => countsAs === 'multiFactor',
    message: () => 'countsAs is "multiFactor", so tokens claim AAL2 for the one factor a pass is: use "singleFactor"',
    fix: () => ({ countsAs: 'singleFactor' }),
  },
  {
    field: 'registrationTargets',
    severity: 'note',
    clause: 'SP 800-63B-4 §4.1.2.1',
    isShort: ({ registrationTargets }) => registrationTargets.length === 0,
    message: () => 'registrationTargets is empty, so nobody is led to what should replace the pass: lead everyone',
    fix: () => ({ registrationTargets: [{ targetType: 'group', id: everyone }] }),
  },
  {
    field: 'trustedTenants',
    severity: 'note',
    clause: 'OWASP ASVS 5.0 8.4.1',
    isShort: ({ trustedTenants }) => trustedTenants.length > 0,
    message: () =>
      'trustedTenants is not empty, so administrators of others decide who gets a session here: trust none',
    fix: () => ({ trustedTenants: [] }),
  },
]

/** Does a code work after it has worked once? */
function isReusable({ isUsableOnce, spendOn }: Policy): boolean {
  return !isUsableOnce || spendOn === 'registration'
}

function symbolsOfRecoveryCode({ alphabet }: Policy): number {
  return Math.ceil(bitsOfRecoveryCode / entropyInBits(alphabet, 1))
}
