import type { InputIssue, InputIssueCode } from '../../src/index.js'

const maxNameLength = 64

/** Clients send back the OData annotations that they read, such as `@odata.context` and `includeTargets@odata.type`. */
export function isAnnotation(name: string): boolean {
  return /^[^@]*@odata\./i.test(name)
}

export function wrongType(field: string, expected: string): InputIssue<InputIssueCode> {
  return { code: 'type', field: shortened(field), message: `must be ${expected}` }
}

export function unknownProperty(field: string): InputIssue<InputIssueCode> {
  return { code: 'unknownField', field: shortened(field), message: 'is not a property of this resource' }
}

/** Clients write a type with or without the `#`. */
export function isOfType(value: unknown, type: string): boolean {
  return typeof value === 'string' && value.replace(/^#/, '').toLowerCase() === type.toLowerCase()
}

function shortened(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name
}
