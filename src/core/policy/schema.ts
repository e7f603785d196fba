import * as z from 'zod/mini'
import { isGuid, isId, isWellFormed } from '../input/id.js'
import { maxAcrLength, maxCredentialTypeLength } from '../input/limits.js'
import { withEveryField } from '../input/own-fields.js'
import { maxListLength } from '../input/plain-copy.js'
import { policyBounds } from './bounds.js'
import { policyChoices } from './choices.js'
import type { DualControlTarget, PolicyPatch } from './policy.js'

export const maxTypes = 16
export const maxDualControlTargets = 100

/** For input: an unknown field is refused. */
export const typedPolicySchema: z.ZodMiniType<PolicyPatch> = policySchema(z.strictObject)

/** For stored policies of any release: an unknown field is ignored. */
export const storedPolicySchema: z.ZodMiniType<PolicyPatch> = policySchema(z.object)

function policySchema(object: typeof z.strictObject): z.ZodMiniType<PolicyPatch> {
  const targets = listOf(frozen(object({ targetType: z.enum(policyChoices.targetType), id: text(isId) })))
  return z.partial(
    object({
      state: z.enum(policyChoices.state),
      minimumLifetimeInMinutes: whole('minimumLifetimeInMinutes'),
      maximumLifetimeInMinutes: whole('maximumLifetimeInMinutes'),
      defaultLifetimeInMinutes: whole('defaultLifetimeInMinutes'),
      isUsableOnce: z.boolean(),
      defaultLength: whole('defaultLength'),
      includeTargets: targets,
      excludeTargets: targets,
      alphabet: z.enum(policyChoices.alphabet),
      wrongCodesBeforeLockout: whole('wrongCodesBeforeLockout'),
      wrongCodesBeforeRevocation: whole('wrongCodesBeforeRevocation'),
      lockoutInSeconds: whole('lockoutInSeconds'),
      maximumLockoutInSeconds: whole('maximumLockoutInSeconds'),
      spendOn: z.enum(policyChoices.spendOn),
      registrationWindowInMinutes: whole('registrationWindowInMinutes'),
      registrableCredentials: complete(
        object({
          types: frozen(z.array(text(isType)).check(z.minLength(1), z.maxLength(maxTypes), distinct)),
          aaguids: z.optional(listOf(lowerCaseGuid(), 1)),
          maximum: whole('registrableCredentials.maximum'),
        }),
      ),
      countsAs: z.enum(policyChoices.countsAs),
      registrationTargets: targets,
      trustedTenants: listOf(text(isId)),
      issuing: issuingSchema(object),
      retentionInDays: whole('retentionInDays'),
    }),
  )
}

function issuingSchema(object: typeof z.strictObject): z.ZodMiniType<PolicyPatch['issuing']> {
  return complete(
    object({
      isJustificationRequired: z.boolean(),
      isTicketRequired: z.boolean(),
      maximumSignInAgeInMinutes: z.optional(whole('issuing.maximumSignInAgeInMinutes')),
      acr: z.optional(text(isAcr)),
      isSelfIssueAllowed: z.boolean(),
      isDisabledUserAllowed: z.optional(z.boolean()),
      dualControl: z.optional(frozen(z.array(dualControlTarget(object)).check(z.maxLength(maxDualControlTargets)))),
      maximumPerHour: complete(
        object({
          actor: z.optional(whole('issuing.maximumPerHour.actor')),
          user: z.optional(whole('issuing.maximumPerHour.user')),
          tenant: z.optional(whole('issuing.maximumPerHour.tenant')),
        }),
      ),
    }),
  )
}

/** Returns frozen objects that have every field themselves, because an absent one could be inherited. */
function complete<T extends object>(
  schema: z.ZodMiniType<T> & { readonly shape: { readonly [name: string]: unknown } },
): z.ZodMiniType<Readonly<T>> {
  const names = Object.keys(schema.shape)
  return z.pipe(
    schema,
    z.transform((value): Readonly<T> => Object.freeze(withEveryField(value, names))),
  )
}

function dualControlTarget(object: typeof z.strictObject): z.ZodMiniType<DualControlTarget> {
  return frozen(
    z.discriminatedUnion('targetType', [
      object({ targetType: z.enum(policyChoices.targetType), id: text(isId) }),
      object({ targetType: z.literal('privileged') }),
    ]),
  )
}

function whole(field: keyof typeof policyBounds): z.ZodMiniNumber {
  const { minimum, maximum } = policyBounds[field]
  return z.number().check(z.int(), z.gte(minimum), z.lte(maximum))
}

function text(isRight: (text: string) => boolean): z.ZodMiniType<string> {
  return z.string().check(z.refine(isRight))
}

function isType(text: string): boolean {
  return text.length >= 1 && text.length <= maxCredentialTypeLength && isWellFormed(text)
}

/** A space would end the value in the header of {@link stepUpChallenge}. */
function isAcr(text: string): boolean {
  return text.length <= maxAcrLength && /^[\x21-\x7e]+$/.test(text)
}

function lowerCaseGuid(): z.ZodMiniType<string> {
  return z.pipe(
    text(isGuid),
    z.transform((guid) => guid.toLowerCase()),
  )
}

function listOf<T>(entry: z.ZodMiniType<T>, least = 0): z.ZodMiniType<readonly T[]> {
  return frozen(z.array(entry).check(z.minLength(least), z.maxLength(maxListLength)))
}

function frozen<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<Readonly<T>> {
  return z.pipe(
    schema,
    z.transform((value) => Object.freeze(value)),
  )
}

function distinct({ value, issues }: z.core.ParsePayload<string[]>): void {
  for (const [index, entry] of value.entries()) {
    if (value.indexOf(entry) < index) issues.push({ code: 'custom', path: [index], input: entry })
  }
}
