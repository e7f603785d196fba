import type { InputIssueCode, InputIssue, SignInInput } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import { errorResponse } from './error-response.js'
import { parseForm } from './form.js'
import { problemResponse } from './problem.js'
import { readText } from './read-body.js'
import { parseJsonObject } from './strict-json.js'

/** All that a sign-in may be sent with: what somebody types, and what the page drew for one press of its button. */
export const credentialFields = ['user', 'code', 'attemptId'] as const

/** What a body said. */
export type Credentials = Pick<SignInInput, (typeof credentialFields)[number]>

const MAXIMUM_BYTES = 4096

/** The credentials out of a body, or the answer that refuses it with everything that is wrong. */
export async function readCredentials(request: Request, format: 'json' | 'form'): Promise<Credentials | Response> {
  const text = await readText(request, MAXIMUM_BYTES)
  if (typeof text !== 'string') return text
  const fields = format === 'json' ? parseJsonObject(text) : parseForm(text)
  if (fields === undefined) return problemResponse({ status: 400, detail: unreadable[format] })
  const [user, code, attemptId] = credentialFields.map((field) => textOf(fields.get(field)))
  const expected = credentialFields.filter((field) => field !== 'attemptId' || fields.has(field))
  const issues = [...expected.flatMap((field) => textIssue(field, fields.get(field))), ...unknownFields(fields)]
  if (issues.length === 0 && user !== undefined && code !== undefined) return { user, code, attemptId }
  return errorResponse(new InvalidInputError(issues))
}

const unreadable = {
  json: 'The body is not one JSON object that names each field once.',
  form: 'The body is not a form that gives each field once.',
}

function textIssue(field: string, value: unknown): readonly InputIssue<InputIssueCode>[] {
  return textOf(value) === undefined ? [{ code: 'type', field, message: 'must be given as text' }] : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : undefined
}

/** One issue however many there are, and without their names: somebody may have put the code where a name belongs. */
function unknownFields(fields: ReadonlyMap<string, unknown>): readonly InputIssue<InputIssueCode>[] {
  const known: readonly string[] = credentialFields
  if ([...fields.keys()].every((name) => known.includes(name))) return []
  return [{ code: 'unknownField', field: 'body', message: 'only "user", "code" and "attemptId" are taken' }]
}
