import type { MessageText } from '../message/message-text.js'
import type { Policy, PolicyPatch } from './policy.js'

/** One clause of a standard, and how to find a policy that falls short of it. */
export interface PolicyRule {
  readonly field: keyof Policy
  readonly severity: 'note' | 'warning'
  readonly clause: string
  readonly isFoundIn: (policy: Policy) => boolean
  readonly describe: (policy: Policy) => MessageText
  /** The smallest change that removes the finding. Absent: only the host can choose it. */
  readonly fix?: ((policy: Policy) => PolicyPatch | undefined) | undefined
}
