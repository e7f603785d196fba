import type { InputIssue } from 'temporary-access-pass'
import { InvalidInputError, PolicyViolationError } from 'temporary-access-pass'
import { sentenceOfIssue } from './english.js'

/** Returns a field of a form or a query as text. Returns an empty string when it is missing or not text. */
export function text(form: unknown, field: string): string {
  const value = fieldOf(form, field)
  return typeof value === 'string' ? value : ''
}

/** Returns a trimmed field, or `undefined` when it is empty. */
export function optionalText(form: unknown, field: string): string | undefined {
  return text(form, field).trim() || undefined
}

/** Returns all values of a field that can occur several times. */
export function texts(form: unknown, field: string): readonly string[] {
  const value = fieldOf(form, field)
  return [value].flat().filter((entry) => typeof entry === 'string')
}

/** Returns a whole number, also with thousands separators such as `43,200`. Returns `undefined` for other text. */
export function wholeNumber(form: unknown, field: string): number | undefined {
  const digits = text(form, field).trim().replaceAll(/[\s,]/g, '')
  return /^-?\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

/** One sentence for each refused field, by the name of the field. */
export type FieldErrors = { readonly [field: string]: string }

/** Returns the library’s complaints by field. Returns `undefined` for an error that is not about fields. */
export function fieldErrors(error: unknown): FieldErrors | undefined {
  if (!(error instanceof InvalidInputError || error instanceof PolicyViolationError)) return undefined
  return byField(error.issues)
}

/**
 * Keeps the first complaint per field. A complaint about a nested field, such as `issuing.maximumPerHour.user`, also counts
 * for `issuing`. A complaint about an entry of a list counts for the list.
 */
function byField(issues: readonly InputIssue<string>[]): FieldErrors {
  const entries = issues.flatMap((issue) => {
    const field = issue.field.replace(/\[.*$/, '')
    return [field, field.replace(/\..*$/, '')].map((name) => [name, sentenceOfIssue(issue)] as const)
  })
  return Object.fromEntries(entries.reverse())
}

function fieldOf(form: unknown, field: string): unknown {
  if (typeof form !== 'object' || form === null || !Object.hasOwn(form, field)) return undefined
  return (form as Readonly<Record<string, unknown>>)[field]
}
