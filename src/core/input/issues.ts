import type { core } from 'zod/mini'
import { cleanText } from '../event/clean-text.js'
import { messageText } from '../message/english.js'
import type { MessageText } from '../message/message-text.js'
import { inputIssue } from './create-issue.js'
import { describeValue } from './describe.js'
import type { InputIssue, InputIssueCode } from './input-issue.js'

/** What a field must be, and how to say so. */
export type Expectation = (GeneralExpectation | KnownExpectation) & {
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

/** A rule without a sentence of its own. Not for secrets: its message repeats the value that was refused. */
export interface GeneralExpectation {
  /** As it reads after "must be". */
  readonly expected: MessageText
}

/** A rule with a sentence of its own. `given` describes the value that was refused. */
export interface KnownExpectation {
  readonly write: (field: string, given: MessageText) => MessageText
}

/** How the messages name the fields of one kind of input. */
export interface Wording {
  /** The name of the whole, such as `actor`. */
  readonly name: string
  /** The names of fields begin with the name of the whole. */
  readonly isPrefixed: boolean
  /** By field, with `[]` for any entry: `includeTargets[].id`. The whole is `''`. */
  readonly expected: { readonly [field: string]: Expectation }
}

const maxFieldNameLength = 64

/** Translates the issues of zod: at most one for each field, and one for every unknown field. */
export function issuesOf(
  zodIssues: readonly core.$ZodIssue[],
  input: unknown,
  wording: Wording,
): readonly InputIssue<InputIssueCode>[] {
  const issues = new Map<string, InputIssue<InputIssueCode>>()
  for (const zodIssue of zodIssues) {
    const found =
      zodIssue.code === 'unrecognized_keys' ? unknownFields(zodIssue, wording) : [wrongValue(zodIssue, input, wording)]
    for (const issue of found) if (!issues.has(issue.field)) issues.set(issue.field, issue)
  }
  return [...issues.values()]
}

function unknownFields(
  { path, keys }: core.$ZodIssueUnrecognizedKeys,
  wording: Wording,
): readonly InputIssue<InputIssueCode>[] {
  return keys.map((key) => {
    const field = fieldName([...path, cleanText(key, maxFieldNameLength)], wording)
    return inputIssue('unknownField', field, 'input.unknownField')
  })
}

function wrongValue(zodIssue: core.$ZodIssue, input: unknown, wording: Wording): InputIssue<InputIssueCode> {
  const value = valueAt(input, zodIssue.path)
  const expectation: Expectation = wording.expected[pattern(zodIssue.path)] ?? {
    expected: messageText('expected.unknown'),
  }
  const { minimum, maximum } = expectation
  const field = fieldName(zodIssue.path, wording)
  const code = isOfRightType(zodIssue, value) ? 'range' : 'type'
  return { code, field, ...textOf(expectation, field, value), minimum, maximum }
}

function textOf(expectation: Expectation, field: string, value: unknown): MessageText {
  const given = describeValue(value)
  if ('write' in expectation) return expectation.write(field, given)
  return messageText('input.expected', { field, expected: expectation.expected, given })
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
