import type { Policy, PolicyFinding } from 'temporary-access-pass'
import { reviewPolicy } from 'temporary-access-pass'
import { patched } from './policy-form.js'

/** A finding with the form control that it belongs to. */
export interface ControlFinding extends PolicyFinding {
  /** Identifies the finding in the form. */
  readonly key: string
  /** The name of the control, such as `issuing.acr`. */
  readonly control: string
  readonly sentence: string
}

export function findingsIn(policy: Policy): readonly ControlFinding[] {
  return reviewPolicy(policy).map((finding) => {
    const [control = finding.field] = /^[\w.]+/.exec(finding.message) ?? []
    const rest = finding.message.slice(control.length)
    const description = rest.replace(/^ is false/, ' is off').replace(/^ is true/, ' is on')
    return { ...finding, control, key: `${control} ${finding.clause}`, sentence: `${labelOf(control)}${description}` }
  })
}

/**
 * Returns the policy with the fix of one finding, or of every warning. The library guarantees that a fix causes no new
 * finding.
 */
export function withFixes(policy: Policy, key: string): Policy {
  const findings = findingsIn(policy).filter(({ fix }) => fix !== undefined)
  const finding = findings.find(
    key === 'warnings' ? ({ severity }) => severity === 'warning' : (other) => other.key === key,
  )
  if (finding === undefined) return policy
  const next = patched(policy, finding.fix)
  return key === 'warnings' ? withFixes(next, key) : next
}

/** The page’s names for the controls. They replace the field names in the library’s messages. */
const labels: Readonly<Record<string, string>> = {
  minimumLifetimeInMinutes: 'The shortest lifetime',
  maximumLifetimeInMinutes: 'The longest lifetime',
  defaultLifetimeInMinutes: 'The default lifetime',
  isUsableOnce: '“Every pass works only once”',
  defaultLength: 'The length',
  includeTargets: 'The list above',
  wrongCodesBeforeRevocation: 'The number of wrong codes on a pass',
  lockoutInSeconds: 'The first lockout',
  maximumLockoutInSeconds: 'The longest lockout',
  spendOn: 'The moment when a pass is used up',
  registrationWindowInMinutes: 'The time to set up a passkey',
  'registrableCredentials.types': 'What can be set up',
  'registrableCredentials.maximum': 'How many can be set up',
  countsAs: 'What a sign-in by pass counts as',
  registrationTargets: 'The list above',
  trustedTenants: 'The list of trusted tenants',
  'issuing.isJustificationRequired': '“Must give a reason”',
  'issuing.maximumSignInAgeInMinutes': 'The age of the administrator’s sign-in',
  'issuing.acr': 'The kind of the administrator’s sign-in',
  'issuing.isSelfIssueAllowed': '“May issue one for themselves”',
  'issuing.isDisabledUserAllowed': '“May issue one for a disabled account”',
  'issuing.maximumPerHour': 'The number of passes per hour',
}

function labelOf(control: string): string {
  return labels[control] ?? control
}
