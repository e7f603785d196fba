import * as z from 'zod/mini'
import type { GrantPurpose } from '../../core/grant/grant.js'
import { isGuid, isId, isWellFormed, maxIdLength } from '../../core/input/id.js'
import type { Expectation } from '../../core/input/issues.js'
import { issuesOf } from '../../core/input/issues.js'
import { plainCopy } from '../../core/input/plain-copy.js'
import type { Credential } from '../../core/registration/registration.js'
import { InvalidInputError } from '../../errors.js'

const purposes = ['session', 'registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut'] as const

const id = z.optional(z.string().check(z.refine(isId)))
const shown = {
  user: id,
  clientBinding: z.optional(z.string().check(z.minLength(1), z.maxLength(1_024), z.refine(isWellFormed))),
}
const text = (most: number): Expectation => ({
  text: `text of 1 to ${most} well-formed characters`,
  minimum: 1,
  maximum: most,
})
const expectedShown = { '': { text: 'an object' }, user: text(maxIdLength), clientBinding: text(1_024) }

/** What every verb that takes a grant is given beside it. */
export interface PresentedGrant {
  readonly grant?: unknown
  readonly user?: string | undefined
  readonly clientBinding?: string | undefined
}

const verifySchema = z.strictObject({ ...shown, purpose: z.enum(purposes), homeTenantId: id })
const expectedVerify = {
  ...expectedShown,
  purpose: { text: `one of ${purposes.join(', ')}` },
  homeTenantId: text(maxIdLength),
}

/** @throws {@link InvalidInputError} */
export function readVerifyInput(
  input: unknown,
): PresentedGrant & { readonly purpose: GrantPurpose; readonly homeTenantId?: string | undefined } {
  return read(verifySchema, expectedVerify, input)
}

const credentialText = (most: number) => z.string().check(z.minLength(1), z.maxLength(most), z.refine(isWellFormed))
const completeSchema = z.strictObject({
  ...shown,
  credential: z.strictObject({
    id: credentialText(1_024),
    type: credentialText(64),
    label: z.optional(credentialText(128)),
    aaguid: z.optional(z.string().check(z.refine(isGuid))),
  }),
})
const expectedComplete = {
  ...expectedShown,
  credential: { text: 'an object with id and type' },
  'credential.id': text(1_024),
  'credential.type': text(64),
  'credential.label': text(128),
  'credential.aaguid': { text: 'a GUID' },
}

/** @throws {@link InvalidInputError} */
export function readCompleteInput(input: unknown): PresentedGrant & { readonly credential: Credential } {
  return read(completeSchema, expectedComplete, input)
}

function read<Of>(
  schema: z.ZodMiniType<Of>,
  expected: Readonly<Record<string, Expectation>>,
  input: unknown,
): Of & { readonly grant: unknown } {
  const { grant, said } = split(input)
  const copy = plainCopy(said)
  const parsed = schema.safeParse(copy)
  if (parsed.success) return { ...parsed.data, grant }
  throw new InvalidInputError(issuesOf(parsed.error.issues, copy, { name: 'input', isPrefixed: false, expected }))
}

/**
 * What a stranger shows, apart from what the host says: it is a refusal and no mistake of the host's, whatever it is and
 * however much.
 */
function split(input: unknown): { readonly grant?: unknown; readonly said?: unknown } {
  try {
    const { grant, context: _, ...said } = input as { readonly [name: string]: unknown }
    return { grant, said }
  } catch {
    return {}
  }
}
