import * as z from 'zod/mini'
import { readableNumber } from '../input/describe.js'
import { isId, longestId } from '../input/id.js'
import { inertCopy, longestList } from '../input/inert-copy.js'
import type { Expectation, Wording } from '../input/issues.js'
import { issuesOf } from '../input/issues.js'
import type { InputIssueCode, Issue } from '../issue.js'
import type { NumericPolicyField } from './bounds.js'
import { policyBounds } from './bounds.js'
import type { PolicyPatch, Target } from './policy.js'

/** A patch that can be trusted field by field, or everything that is wrong with it. */
export type ParsedPolicyPatch =
  | { readonly ok: true; readonly patch: PolicyPatch }
  | { readonly ok: false; readonly issues: readonly Issue<InputIssueCode>[] }

/** Every field within its own bounds; whether they fit each other is {@link judgePolicy}'s to say. Never throws. */
export function parsePolicyPatch(input: unknown): ParsedPolicyPatch {
  const copy = inertCopy(input)
  const parsed = patchSchema.safeParse(copy)
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues, copy, wording) }
  const fields = Object.entries(parsed.data).filter(([, value]) => value !== undefined)
  return { ok: true, patch: Object.freeze(Object.fromEntries(fields)) }
}

const targetSchema = z.pipe(
  z.strictObject({ targetType: z.enum(['user', 'group']), id: z.string().check(z.refine(isId)) }),
  z.transform((target): Target => Object.freeze(target)),
)
const targetsSchema = z.pipe(
  z.array(targetSchema).check(z.maxLength(longestList)),
  z.transform((targets): readonly Target[] => Object.freeze(targets)),
)

const patchSchema = z.partial(
  z.strictObject({
    state: z.enum(['enabled', 'disabled']),
    minimumLifetimeInMinutes: whole('minimumLifetimeInMinutes'),
    maximumLifetimeInMinutes: whole('maximumLifetimeInMinutes'),
    defaultLifetimeInMinutes: whole('defaultLifetimeInMinutes'),
    isUsableOnce: z.boolean(),
    defaultLength: whole('defaultLength'),
    includeTargets: targetsSchema,
    excludeTargets: targetsSchema,
    alphabet: z.enum(['crockford', 'mixed', 'digits']),
    wrongCodesBeforeLockout: whole('wrongCodesBeforeLockout'),
    wrongCodesBeforeRevocation: whole('wrongCodesBeforeRevocation'),
    lockoutInSeconds: whole('lockoutInSeconds'),
    maximumLockoutInSeconds: whole('maximumLockoutInSeconds'),
    spendOn: z.enum(['signIn']),
    registrationWindowInMinutes: whole('registrationWindowInMinutes'),
    retentionInDays: whole('retentionInDays'),
  }),
)

const targets: Expectation = {
  text: `a list of at most ${readableNumber(longestList)} targets`,
  minimum: 0,
  maximum: longestList,
}
const target: Expectation = { text: 'a target with targetType and id' }
const targetType: Expectation = { text: '"user" or "group"' }
const id: Expectation = { text: `text of 1 to ${longestId} well-formed characters`, minimum: 1, maximum: longestId }

const wording: Wording = {
  name: 'patch',
  isPrefixed: false,
  expected: {
    '': { text: 'an object with the fields to change' },
    state: { text: '"enabled" or "disabled"' },
    isUsableOnce: { text: 'true or false' },
    alphabet: { text: '"crockford", "mixed" or "digits"' },
    spendOn: { text: '"signIn"' },
    includeTargets: targets,
    'includeTargets[]': target,
    'includeTargets[].targetType': targetType,
    'includeTargets[].id': id,
    excludeTargets: targets,
    'excludeTargets[]': target,
    'excludeTargets[].targetType': targetType,
    'excludeTargets[].id': id,
    ...Object.fromEntries(
      Object.entries(policyBounds).map(([field, { minimum, maximum, unit }]) => [
        field,
        {
          text: `a whole number of ${unit}, ${readableNumber(minimum)} to ${readableNumber(maximum)}`,
          minimum,
          maximum,
        },
      ]),
    ),
  },
}

function whole(field: NumericPolicyField): z.ZodMiniNumber {
  const { minimum, maximum } = policyBounds[field]
  return z.number().check(z.int(), z.gte(minimum), z.lte(maximum))
}
