import type { core } from 'zod/mini'
import { cleanText } from '../event/clean-text.js'
import { describeValue } from './describe.js'
import type { InputIssue, InputIssueCode } from './input-issue.js'

/** What a field must be. The text follows "must be" in the message. */
export interface Expectation {
  readonly text: string
  /** The message does not repeat the value, because it may be a code or a session id. */
  readonly isSecret?: boolean | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

/** The names and texts in the messages about one kind of input. */
export interface Wording {
  /** The name of the whole input, such as `actor`. */
  readonly name: string
  /** Whether the names of fields begin with the name of the whole input. */
  readonly isPrefixed: boolean
  /** By field, with `[]` for any entry: `includeTargets[].id`. The whole is `''`. */
  readonly expected: { readonly [field: string]: Expectation }
}

const maxFieldNameLength = 64

/** Returns the issues of zod in the words of this package: at most one for each field, and one for each unknown field. */
export function issuesOf(
  complaints: readonly core.$ZodIssue[],
  input: unknown,
  wording: Wording,
): readonly InputIssue<InputIssueCode>[] {
  const issues = new Map<string, InputIssue<InputIssueCode>>()
  for (const complaint of complaints) {
    const found =
      complaint.code === 'unrecognized_keys' ? unknownFields(complaint, wording) : [misfit(complaint, input, wording)]
    for (const issue of found) if (!issues.has(issue.field)) issues.set(issue.field, issue)
  }
  return [...issues.values()]
}

function unknownFields(
  { path, keys }: core.$ZodIssueUnrecognizedKeys,
  wording: Wording,
): readonly InputIssue<InputIssueCode>[] {
  return keys.map((key) => ({
    code: 'unknownField',
    field: fieldName([...path, cleanText(key, maxFieldNameLength)], wording),
    message: 'is not a known field',
  }))
}

function misfit(complaint: core.$ZodIssue, input: unknown, wording: Wording): InputIssue<InputIssueCode> {
  const value = valueAt(input, complaint.path)
  const expectation: Expectation = wording.expected[pattern(complaint.path)] ?? { text: 'something else' }
  const { text, isSecret, ...bounds } = expectation
  return {
    code: isOfRightType(complaint, value) ? 'range' : 'type',
    field: fieldName(complaint.path, wording),
    message: isSecret ? `must be ${text}` : `must be ${text}, not ${describeValue(value)}`,
    ...bounds,
  }
}

function isOfRightType({ code }: core.$ZodIssue, value: unknown): boolean {
  if (code === 'invalid_value' || code === 'invalid_union') return typeof value === 'string'
  return code === 'too_small' || code === 'too_big' || code === 'custom'
}

function fieldName(path: readonly PropertyKey[], { name, isPrefixed }: Wording): string {
  const whole = path.length === 0 || isPrefixed ? [name] : []
  return joined([...whole, ...path], (index) => `[${index}]`)
}

function pattern(path: readonly PropertyKey[]): string {
  return joined(path, () => '[]')
}

function joined(path: readonly PropertyKey[], entry: (index: number) => string): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return text + entry(step)
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    input,
  )
}
