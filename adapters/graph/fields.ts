import type { InputIssue, InputIssueCode } from '../../src/index.js'

const maxNameLength = 64

/** Clients send back the OData annotations that they read, such as `@odata.context` and `includeTargets@odata.type`. */
export function isAnnotation(name: string): boolean {
  return /^[^@]*@odata\./i.test(name)
}

export function wrongType(field: string, expected: string): InputIssue<InputIssueCode> {
  const name = shortened(field)
  const messageParameters = { field: name, expected }
  return { code: 'type', field: name, message: `must be ${expected}`, messageId: 'input.mustBe', messageParameters }
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
