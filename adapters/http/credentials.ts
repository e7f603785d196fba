import type { InputIssueCode, Issue } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import { errorResponse } from './error-response.js'
import { parseForm } from './form.js'
import { problemResponse } from './problem.js'
import { readText } from './read-body.js'
import { parseJsonObject } from './strict-json.js'

/** The fields of a sign-in, in the order in which a form asks for them. */
export const credentialFields = ['user', 'code'] as const

/** What somebody typed. */
export type Credentials = Readonly<Record<(typeof credentialFields)[number], string>>

const MAXIMUM_BYTES = 4096

/** The user and the code out of a body, or the answer that refuses it with everything that is wrong. */
export async function readCredentials(request: Request, format: 'json' | 'form'): Promise<Credentials | Response> {
  const text = await readText(request, MAXIMUM_BYTES)
  if (typeof text !== 'string') return text
  const fields = format === 'json' ? parseJsonObject(text) : parseForm(text)
  if (fields === undefined) return problemResponse({ status: 400, detail: unreadable[format] })
  const [user, code] = credentialFields.map((field) => fields.get(field))
  const issues = [...credentialFields.flatMap((field) => textIssue(field, fields.get(field))), ...unknownFields(fields)]
  if (issues.length === 0 && typeof user === 'string' && typeof code === 'string') return { user, code }
  return errorResponse(new InvalidInputError(issues))
}

const unreadable = {
  json: 'The body is not one JSON object that names each field once.',
  form: 'The body is not a form that gives each field once.',
}

function textIssue(field: string, value: unknown): readonly Issue<InputIssueCode>[] {
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return []
  return [{ code: 'type', field, message: 'must be given as text' }]
}

/** One issue however many there are, and without their names: somebody may have put the code where a name belongs. */
function unknownFields(fields: ReadonlyMap<string, unknown>): readonly Issue<InputIssueCode>[] {
  const known: readonly string[] = credentialFields
  if ([...fields.keys()].every((name) => known.includes(name))) return []
  return [{ code: 'unknownField', field: 'body', message: 'only "user" and "code" are taken' }]
}
