import type { Policy, PolicyFinding } from 'temporary-access-pass'
import { reviewPolicy } from 'temporary-access-pass'
import { patched } from './policy-form.js'

/** What a policy falls short of, for the page: under the control it is about. */
export interface ShownFinding extends PolicyFinding {
  /** Names it in a form, so that it can be found again and mended. */
  readonly key: string
  /** The name of the control, such as `issuing.acr`. */
  readonly control: string
  readonly sentence: string
}

export function findingsIn(policy: Policy): readonly ShownFinding[] {
  return reviewPolicy(policy).map((finding) => {
    const [control = finding.field] = /^[\w.]+/.exec(finding.message) ?? []
    const rest = finding.message.slice(control.length)
    const said = rest.replace(/^ is false/, ' is off').replace(/^ is true/, ' is on')
    return { ...finding, control, key: `${control} ${finding.clause}`, sentence: `${labelOf(control)}${said}.` }
  })
}

/** The policy after the mend of one finding, or of every warning. The library promises that no other finding comes of it. */
export function mended(policy: Policy, key: string): Policy {
  const findings = findingsIn(policy).filter(({ fix }) => fix !== undefined)
  const finding = findings.find(
    key === 'warnings' ? ({ severity }) => severity === 'warning' : (other) => other.key === key,
  )
  if (finding === undefined) return policy
  const next = patched(policy, finding.fix)
  return key === 'warnings' ? mended(next, key) : next
}

/** What people see beside the control, in the place of its name. */
const labels: Readonly<Record<string, string>> = {
  minimumLifetimeInMinutes: 'The shortest lifetime',
  maximumLifetimeInMinutes: 'The longest lifetime',
  defaultLifetimeInMinutes: 'The usual lifetime',
  isUsableOnce: '“Every pass works only once”',
  defaultLength: 'The length',
  includeTargets: 'The list above',
  wrongCodesBeforeRevocation: 'The number of wrong codes on a pass',
  lockoutInSeconds: 'The first wait',
  maximumLockoutInSeconds: 'The longest wait',
  spendOn: 'When a pass is spent',
  registrationWindowInMinutes: 'The time to set up a passkey',
  'registrableCredentials.types': 'What can be set up',
  'registrableCredentials.maximum': 'How many can be set up',
  countsAs: 'What a pass counts as',
  registrationTargets: 'The list above',
  trustedTenants: 'The list of trusted tenants',
  'issuing.isJustificationRequired': '“Gives a reason”',
  'issuing.maximumSignInAgeInMinutes': 'The age of the administrator’s sign-in',
  'issuing.acr': 'The kind of the administrator’s sign-in',
  'issuing.isSelfIssueAllowed': '“May issue one for themselves”',
  'issuing.maximumPerHour': 'The number of passes an hour',
}

function labelOf(control: string): string {
  return labels[control] ?? control
}
