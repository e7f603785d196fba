import type { InputIssue, InputIssueCode } from '../../src/index.js'
import type { MessageText } from '../../src/messages.js'

const maxNameLength = 64

/** Clients send back the OData annotations that they read, such as `@odata.context` and `includeTargets@odata.type`. */
export function isAnnotation(name: string): boolean {
  return /^[^@]*@odata\./i.test(name)
}

type SimpleExpectation =
  | 'object'
  | 'stringOrNull'
  | 'wholeNumberOrNull'
  | 'booleanOrNull'
  | 'instant'
  | 'generatedCode'
  | 'isRegistrationRequired'
  | 'configurations'

/** What a property must be. */
export const expected: {
  readonly [Name in SimpleExpectation]: MessageText
} & { constant(constant: string): MessageText } = {
  object: part('object', 'an object'),
  stringOrNull: part('stringOrNull', 'a string or null'),
  wholeNumberOrNull: part('wholeNumberOrNull', 'a whole number or null'),
  booleanOrNull: part('booleanOrNull', 'true, false or null'),
  instant: part('instant', 'an instant such as 2026-11-23T06:00:00Z'),
  generatedCode: part('generatedCode', 'omitted or null: the service generates the code'),
  isRegistrationRequired: part('isRegistrationRequired', 'false: users cannot register a pass themselves'),
  configurations: part('configurations', 'a list with one configuration, `TemporaryAccessPass`'),
  constant: (constant) => part('constant', constant, { constant }),
}

function part(name: string, message: string, messageParameters: MessageText['messageParameters'] = {}): MessageText {
  return { message, messageId: `expected.${name}`, messageParameters }
}

export function wrongType(field: string, expected: MessageText): InputIssue<InputIssueCode> {
  const name = shortened(field)
  const messageParameters = { field: name, expected }
  const message = `must be ${expected.message}`
  return { code: 'type', field: name, message, messageId: 'input.mustBe', messageParameters }
}

export function unknownProperty(field: string): InputIssue<InputIssueCode> {
  const name = shortened(field)
  const message = 'is not a property of this resource'
  const messageParameters = { field: name }
  return { code: 'unknownField', field: name, message, messageId: 'graph.unknownProperty', messageParameters }
}

/** Clients write a type with or without the `#`. */
export function isOfType(value: unknown, type: string): boolean {
  return typeof value === 'string' && value.replace(/^#/, '').toLowerCase() === type.toLowerCase()
}

function shortened(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name
}
