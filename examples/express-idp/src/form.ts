import type { InputIssue } from 'temporary-access-pass'
import { InvalidInputError, PolicyViolationError } from 'temporary-access-pass'
import { sentenceOfIssue } from './english.js'

/** One field of a form or a query as text; empty when it is missing or something else. */
export function text(form: unknown, field: string): string {
  const value = fieldOf(form, field)
  return typeof value === 'string' ? value : ''
}

/** Without white space around it; nothing when there is nothing else. */
export function optionalText(form: unknown, field: string): string | undefined {
  return text(form, field).trim() || undefined
}

/** A field that may be given several times. */
export function texts(form: unknown, field: string): readonly string[] {
  const value = fieldOf(form, field)
  return [value].flat().filter((entry) => typeof entry === 'string')
}

/** Whole numbers as people write them; anything else is `undefined`. */
export function wholeNumber(form: unknown, field: string): number | undefined {
  const digits = text(form, field).trim().replaceAll(/[\s,]/g, '')
  return /^-?\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

/** A sentence for each field that was refused, by the field's name. */
export type FieldErrors = { readonly [field: string]: string }

/** What the library has against the fields of a form; `undefined` when the error is about something else. */
export function fieldErrors(error: unknown): FieldErrors | undefined {
  if (!(error instanceof InvalidInputError || error instanceof PolicyViolationError)) return undefined
  return byField(error.issues)
}

/**
 * The first complaint about each field, and about what is within it by its own name: `issuing.maximumPerHour.user` is one
 * about `issuing` too. One about an entry of a list counts for the list.
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
