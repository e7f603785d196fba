import type { InputIssue, InputIssueCode } from '../input/input-issue.js'
import { issuesOf } from '../input/issues.js'
import { plainCopy } from '../input/plain-copy.js'
import type { PolicyPatch } from './policy.js'
import { storedPolicySchema, typedPolicySchema } from './schema.js'
import { policyWording } from './wording.js'

/** A patch that can be trusted field by field, or everything that is wrong with it. */
export type ParsedPolicyPatch =
  | { readonly ok: true; readonly patch: PolicyPatch }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/**
 * Every field within its own bounds; whether they fit each other is {@link judgePolicy}'s to say. A field that holds
 * others is read as a whole: nothing in it keeps its value by being left out. Never throws.
 */
export function parsePolicyPatch(input: unknown): ParsedPolicyPatch {
  const copy = plainCopy(input)
  const parsed = typedPolicySchema.safeParse(copy)
  return parsed.success
    ? { ok: true, patch: withoutUndefined(parsed.data) }
    : { ok: false, issues: issuesOf(parsed.error.issues, copy, policyWording) }
}

/** Reads what a release of this package has stored, without the fields that this one does not know. Never throws. */
export function parseStoredPolicy(stored: unknown): PolicyPatch | undefined {
  const parsed = storedPolicySchema.safeParse(plainCopy(stored))
  return parsed.success ? withoutUndefined(parsed.data) : undefined
}

function withoutUndefined(patch: PolicyPatch): PolicyPatch {
  return Object.freeze(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)))
}
