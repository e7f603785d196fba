import type { Policy, PolicyPatch } from './policy.js'
import { issuingRules } from './review-issuing.js'
import { passRules } from './review-passes.js'
import type { PolicyRule } from './review-rule.js'

/** All that is looked for, in the order of the fields of a policy. */
export const policyRules: readonly PolicyRule[] = [...passRules, ...issuingRules]

/** Where a policy asks for less than a standard does. */
export interface PolicyFinding {
  readonly field: keyof Policy
  /** `warning`: falls short of the clause. `note`: within it, but know what it means. */
  readonly severity: 'note' | 'warning'
  /** Where to read on, such as `SP 800-63B-4 §3.1.2.2` or `OWASP ASVS 5.0 6.5.1`. */
  readonly clause: string
  /** English, one sentence, beginning with the field: what is so, and how to fix it. */
  readonly message: string
  /** A patch after which this finding is gone and no other has come. Left out where only you know it. */
  readonly fix?: PolicyPatch | undefined
}

/**
 * Compares a policy with NIST SP 800-63B-4 and OWASP ASVS 5.0. Nothing depends on the answer: it is for the people who
 * choose a policy, and for a test that it stays as chosen. {@link nistPolicy} yields no warning, {@link entraPolicy} does.
 *
 * @returns Findings in the order of the fields of a policy. The same policy always has the same findings.
 *
 * @example
 * ```ts
 * for (const { severity, clause, message } of reviewPolicy(policy)) console.log(`${severity}: ${message} (${clause})`)
 * ```
 */
export function reviewPolicy(policy: Policy): readonly PolicyFinding[] {
  return Object.freeze(
    policyRules
      .filter(({ isShort }) => isShort(policy))
      .map(({ field, severity, clause, message, fix }) =>
        Object.freeze({ field, severity, clause, message: message(policy), fix: fix?.(policy) }),
      ),
  )
}
