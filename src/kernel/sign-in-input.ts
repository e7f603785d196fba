import * as z from 'zod/mini'
import { canonicalCode } from '../core/code/normalize.js'
import { cleanText } from '../core/event/clean-text.js'
import { listExpected } from '../core/input/expectations.js'
import { isId } from '../core/input/id.js'
import { maxAttemptIdLength, maxPriorMethods, maxSourceLength, minAttemptIdLength } from '../core/input/limits.js'
import { messageText } from '../core/message/english.js'
import type { SignInCircumstances } from '../core/sign-in/attempt.js'
import type { Surface } from '../core/sign-in/surfaces.js'
import { surfaceRules } from '../core/sign-in/surfaces.js'
import { hashAttemptId, hashBinding } from './client-binding.js'
import type { InputField } from './input-fields.js'
import { clientBinding, date, oneOf, optional, secretText } from './input-fields.js'
import { publicInputParser } from './input-parser.js'

/** What the user typed. */
export interface TypedSignIn {
  readonly user: string
  /** In its canonical form; case and look-alikes as typed. */
  readonly code: string
  readonly source: string | undefined
}

const ofMethod = { minimum: 1, maximum: 64 }
const priorMethods: InputField<readonly string[]> = {
  schema: z.array(z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/))).check(z.maxLength(maxPriorMethods)),
  expected: listExpected('values', 0, maxPriorMethods),
  nested: { '[]': { expected: messageText('expected.authenticationMethod', ofMethod), ...ofMethod } },
}

const { readClient, readHost } = publicInputParser(
  {
    surface: optional(oneOf(Object.keys(surfaceRules) as Surface[])),
    clientBinding: optional(clientBinding),
    attemptId: optional(secretText(minAttemptIdLength, maxAttemptIdLength)),
    priorAmr: optional(priorMethods),
    sessionCeiling: optional(date),
  },
  ['user', 'code', 'source'],
)

/** Returns `undefined` for input that can never be right. */
export function readTyped(input: unknown): TypedSignIn | undefined {
  const { user, code, source } = readClient(input)
  if (typeof user !== 'string' || !isId(user) || typeof code !== 'string') return undefined
  const canonical = canonicalCode(code)
  if (canonical === undefined) return undefined
  return { user, code: canonical, source: typeof source === 'string' ? cleanText(source, maxSourceLength) : undefined }
}

/** @throws {@link InvalidInputError} */
export function readCircumstances(input: unknown, tenantId: string): Omit<SignInCircumstances, 'signInId'> {
  const { surface = 'browser', clientBinding, attemptId, priorAmr = [], sessionCeiling } = readHost(input)
  return {
    tenantId,
    surface,
    clientBinding: clientBinding === undefined ? undefined : hashBinding(tenantId, clientBinding),
    attemptId: attemptId === undefined ? undefined : hashAttemptId(tenantId, attemptId),
    priorAmr,
    sessionCeilingMs: sessionCeiling?.getTime(),
  }
}
