import type { InputIssue, InputIssueCode, SignInInput } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import type { MessageText } from '../../src/messages.js'
import { typeInWords } from './check-options.js'
import { errorResponse } from './error-response.js'
import { parseForm } from './form.js'
import { problemResponse } from './problem.js'
import { readText } from './read-body.js'
import { parseJsonObject } from './strict-json.js'

/** Every field that a sign-in request may have. */
export const credentialFields = ['user', 'code', 'attemptId'] as const

/** The fields of a sign-in request. */
export type Credentials = Pick<SignInInput, (typeof credentialFields)[number]>

const maxBodyBytes = 4096

/** Reads the credentials. Returns the refusal, with every issue, when the body is not valid. */
export async function readCredentials(request: Request, format: 'json' | 'form'): Promise<Credentials | Response> {
  const text = await readText(request, maxBodyBytes)
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
  json: 'The body must be one JSON object that gives each field once, nested at most 8 levels deep.',
  form: 'The body must be a percent-encoded form that gives each field once.',
}

function textIssue(field: string, value: unknown): readonly InputIssue<InputIssueCode>[] {
  if (textOf(value) !== undefined) return []
  if (value === undefined) {
    return [{ code: 'type', field, message: 'is required', messageId: 'input.required', messageParameters: { field } }]
  }
  const expected: MessageText = { message: 'a string', messageId: 'expected.string', messageParameters: {} }
  const given = givenInstead(value)
  const message = `must be a string, not ${given.message}`
  return [{ code: 'type', field, message, messageId: 'input.expected', messageParameters: { field, expected, given } }]
}

/** Names the type only: a user may have sent the code in another field. */
function givenInstead(value: unknown): MessageText {
  const messageParameters = {}
  if (typeof value === 'string') {
    return { message: 'text that is not well-formed', messageId: 'value.malformedText', messageParameters }
  }
  const message = typeInWords(value)
  if (value === null) return { message, messageId: 'value.constant', messageParameters: { constant: message } }
  return { message, messageId: `value.${Array.isArray(value) ? 'array' : typeof value}`, messageParameters }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : undefined
}

/** One issue without the names of the fields: a user may have sent the code as the name of a field. */
function unknownFields(fields: ReadonlyMap<string, unknown>): readonly InputIssue<InputIssueCode>[] {
  const known: readonly string[] = credentialFields
  if ([...fields.keys()].every((name) => known.includes(name))) return []
  const allowed = known.join(', ')
  return [
    {
      code: 'unknownField',
      field: 'body',
      message: `has unknown fields. Allowed: ${allowed}`,
      messageId: 'http.unknownFields',
      messageParameters: { field: 'body', allowed },
    },
  ]
}
