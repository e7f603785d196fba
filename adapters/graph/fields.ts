import type { InputIssueCode, InputIssue } from '../../src/index.js'

const longestName = 64

/** OData's own annotations, such as `@odata.context` and `includeTargets@odata.type`: clients send back what they read. */
export function isAnnotation(name: string): boolean {
  return /^[^@]*@odata\./i.test(name)
}

export function wrongType(field: string, expected: string): InputIssue<InputIssueCode> {
  return { code: 'type', field: shortened(field), message: `must be ${expected}` }
}

export function unknownProperty(field: string): InputIssue<InputIssueCode> {
  return { code: 'unknownField', field: shortened(field), message: 'is not a property of this type' }
}

/** Clients name a type with or without the `#`. */
export function isOfType(value: unknown, type: string): boolean {
  return typeof value === 'string' && value.replace(/^#/, '').toLowerCase() === type.toLowerCase()
}

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name
}
