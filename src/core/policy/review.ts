import type { MessageText } from '../message/message-text.js'
import type { Policy, PolicyPatch } from './policy.js'
import { issuingRules } from './review-issuing.js'
import { passRules } from './review-passes.js'
import type { PolicyRule } from './review-rule.js'

/** Every rule, in the order of the fields of a policy. */
export const policyRules: readonly PolicyRule[] = [...passRules, ...issuingRules]

/**
 * One field of a policy that asks for less than a standard does. `message` is English and begins with the field: what is
 * set, what follows from it, and what to use instead.
 */
export interface PolicyFinding extends MessageText {
  readonly field: keyof Policy
  /** `warning`: the policy falls short of the clause. `note`: the clause allows it, but check whether you want it. */
  readonly severity: 'note' | 'warning'
  /** The source, such as `SP 800-63B-4 §3.1.2.2` or `OWASP ASVS 5.0 6.5.1`. */
  readonly clause: string
  /** A patch that removes this finding and causes no other. Absent: only you can choose the value. */
  readonly fix?: PolicyPatch | undefined
}

/**
 * Compares a policy with NIST SP 800-63B-4 and OWASP ASVS 5.0. Use it when you choose a policy, and in a test that keeps it
 * as chosen; nothing else depends on the findings. {@link nistPolicy} has no warning, {@link entraPolicy} has some.
 *
 * @param policy - A complete policy.
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
      .filter(({ isFoundIn }) => isFoundIn(policy))
      .map(({ field, severity, clause, describe, fix }) =>
        Object.freeze({ field, severity, clause, ...describe(policy), fix: fix?.(policy) }),
      ),
  )
}
