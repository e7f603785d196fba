import { sha256 } from '@noble/hashes/sha2.js'
import * as z from 'zod/mini'
import { canonicalCode } from '../core/code/normalize.js'
import { cleanText } from '../core/event/clean-text.js'
import { isId, isWellFormed } from '../core/input/id.js'
import { issuesOf } from '../core/input/issues.js'
import { plainCopy } from '../core/input/plain-copy.js'
import type { SignInCircumstances } from '../core/sign-in/attempt.js'
import { isSurface, surfaceRules } from '../core/sign-in/surfaces.js'
import { encodeFields, toBase64Url } from '../crypto/encoding.js'
import { InvalidInputError } from '../errors.js'

/** What a stranger typed. */
export interface TypedSignIn {
  readonly user: string
  /** Without white space and dashes; case and look-alikes as typed. */
  readonly code: string
  readonly source: string | undefined
}

/** Read once. `undefined`: nothing that could ever be right. */
export function readTyped(input: unknown): TypedSignIn | undefined {
  try {
    if (Array.isArray(input)) return undefined
    const { user, code, source } = input as { readonly [name: string]: unknown }
    if (typeof user !== 'string' || !isId(user) || typeof code !== 'string') return undefined
    const canonical = canonicalCode(code)
    if (canonical === undefined) return undefined
    return { user, code: canonical, source: typeof source === 'string' ? cleanText(source, 512) : undefined }
  } catch {
    return undefined
  }
}

const secretText = (minimum: number, maximum: number) =>
  z.optional(z.string().check(z.minLength(minimum), z.maxLength(maximum), z.refine(isWellFormed)))

const surfaces = Object.keys(surfaceRules) as (keyof typeof surfaceRules)[]
const circumstancesSchema = z.object({
  surface: z.optional(z.enum(surfaces)),
  clientBinding: secretText(1, 1_024),
  attemptId: secretText(16, 128),
  priorAmr: z.optional(z.array(z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/))).check(z.maxLength(16))),
  sessionCeiling: z.optional(z.date()),
})

const expected = {
  '': { text: 'an object' },
  surface: { text: `one of ${surfaces.join(', ')}` },
  clientBinding: { text: 'text of 1 to 1,024 characters', isSecret: true, minimum: 1, maximum: 1_024 },
  attemptId: { text: 'text of 16 to 128 characters', isSecret: true, minimum: 16, maximum: 128 },
  priorAmr: { text: 'a list of at most 16 values', minimum: 0, maximum: 16 },
  'priorAmr[]': { text: 'a word of 1 to 64 printable characters', minimum: 1, maximum: 64 },
  sessionCeiling: { text: 'a valid Date' },
}

/** What the host says, which is right or a mistake of its own. @throws {@link InvalidInputError} */
export function readCircumstances(input: unknown, tenantId: string): Omit<SignInCircumstances, 'signInId'> {
  const copy = plainCopy(input)
  const parsed = circumstancesSchema.safeParse(copy)
  if (!parsed.success) {
    throw new InvalidInputError(issuesOf(parsed.error.issues, copy, { name: 'input', isPrefixed: false, expected }))
  }
  const { surface = 'browser', clientBinding, attemptId, priorAmr = [], sessionCeiling } = parsed.data
  return {
    tenantId,
    surface,
    clientBinding: hashBinding(tenantId, clientBinding),
    attemptId: attemptId && hashOf('attempt', tenantId, attemptId),
    priorAmr,
    sessionCeilingMs: sessionCeiling?.getTime(),
  }
}

/** Where something was typed that could never be right: a refusal, whatever else came with it. */
export function readSurface(input: unknown): Pick<SignInCircumstances, 'surface'> {
  try {
    const surface: unknown = Reflect.get(Object(input), 'surface')
    return { surface: isSurface(surface) ? surface : 'browser' }
  } catch {
    return { surface: 'browser' }
  }
}

/** Grants and documents store the hash, because the value is a secret of the browser. */
export function hashBinding(tenantId: string, clientBinding: string | undefined): string | undefined {
  return clientBinding === undefined ? undefined : hashOf('client', tenantId, clientBinding)
}

function hashOf(what: 'client' | 'attempt', tenantId: string, text: string): string {
  return toBase64Url(sha256(encodeFields([what, tenantId, text])))
}
