import type { InputIssue, InputIssueCode } from '../input/input-issue.js'
import { issuesOf } from '../input/issues.js'
import { plainCopy } from '../input/plain-copy.js'
import type { PolicyPatch } from './policy.js'
import { storedPolicySchema, typedPolicySchema } from './schema.js'
import { policyWording } from './wording.js'

/** A patch whose fields are each valid, or every issue. */
export type ParsedPolicyPatch =
  | { readonly ok: true; readonly patch: PolicyPatch }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/**
 * Checks each field of a patch. {@link judgePolicy} checks whether the fields fit each other. A field that contains others is
 * replaced as a whole, so all its required fields must be present. Never throws.
 */
export function parsePolicyPatch(input: unknown): ParsedPolicyPatch {
  const copy = plainCopy(input)
  const parsed = typedPolicySchema.safeParse(copy)
  return parsed.success
    ? { ok: true, patch: withoutUndefined(parsed.data) }
    : { ok: false, issues: issuesOf(parsed.error.issues, copy, policyWording) }
}

/** Reads a policy that any release has stored, without the fields that this release does not know. Never throws. */
export function parseStoredPolicy(stored: unknown): PolicyPatch | undefined {
  const parsed = storedPolicySchema.safeParse(plainCopy(stored))
  return parsed.success ? withoutUndefined(parsed.data) : undefined
}

function withoutUndefined(patch: PolicyPatch): PolicyPatch {
  return Object.freeze(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)))
}
