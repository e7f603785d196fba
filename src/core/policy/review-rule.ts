import type { Policy, PolicyPatch } from './policy.js'

/** One clause that a policy can fall short of. */
export interface PolicyRule {
  readonly field: keyof Policy
  readonly severity: 'note' | 'warning'
  readonly clause: string
  readonly isShort: (policy: Policy) => boolean
  readonly message: (policy: Policy) => string
  /** The least change after which the rule is kept, where there is one that fits everybody. */
  readonly fix?: ((policy: Policy) => PolicyPatch | undefined) | undefined
}
