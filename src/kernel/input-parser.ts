import * as z from 'zod/mini'
import type { Actor } from '../core/access/actor.js'
import { parseActor } from '../core/access/authorize.js'
import { isId, isWellFormed, maxIdLength } from '../core/input/id.js'
import type { InputIssue, InputIssueCode } from '../core/input/input-issue.js'
import type { Expectation } from '../core/input/issues.js'
import { issuesOf } from '../core/input/issues.js'
import { plainCopy } from '../core/input/plain-copy.js'
import { InvalidInputError } from '../errors.js'

/** One field of a call's input: what it must be, and how to say so. */
export interface Field<T> {
  readonly schema: z.ZodMiniType<T>
  readonly expected: Expectation
}

type FieldSpecs = { readonly [name: string]: Field<unknown> }
type Parsed<Of extends FieldSpecs> = { readonly [Name in keyof Of]: Of[Name] extends Field<infer T> ? T : never }

/** What was read, or everything that is wrong with it. */
type CheckedFields<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/**
 * What came in, read once and checked: the actor and the fields named. Built once for each verb. What is read elsewhere,
 * because no copy of it can be made, stands in `uncopied`.
 *
 * @throws {@link InvalidInputError} with every issue.
 */
export function inputParser<Of extends FieldSpecs>(
  fields: Of,
  uncopied: readonly string[] = [],
): (input: unknown) => Parsed<Of> & { readonly actor: Actor } {
  const check = fieldsChecker(fields, 'input')
  const left = ['context', ...uncopied]
  return (input) => {
    const copy = plainCopy(without(left, input))
    const { actor: typedActor, ...rest } = isFields(copy) ? copy : {}
    const actor = parseActor(typedActor)
    const parsed = check(rest)
    if (actor.ok && parsed.ok) return { ...parsed.value, actor: actor.actor }
    throw new InvalidInputError([...(actor.ok ? [] : actor.issues), ...(parsed.ok ? [] : parsed.issues)])
  }
}

/** The same for an entry of an input, which names no actor. @throws {@link InvalidInputError} with every issue. */
export function entryParser<Of extends FieldSpecs>(fields: Of, name: string): (input: unknown) => Parsed<Of> {
  const check = fieldsChecker(fields, name)
  return (input) => {
    const parsed = check(plainCopy(input))
    if (!parsed.ok) throw new InvalidInputError(parsed.issues)
    return parsed.value
  }
}

function fieldsChecker<Of extends FieldSpecs>(fields: Of, name: string): (copy: unknown) => CheckedFields<Parsed<Of>> {
  const schema = z.strictObject(mapped(fields, ({ schema }) => schema))
  const expected = { '': { text: 'an object' }, ...mapped(fields, ({ expected }) => expected) }
  return (copy) => {
    const parsed = schema.safeParse(copy)
    if (parsed.success) return { ok: true, value: parsed.data as Parsed<Of> }
    return { ok: false, issues: issuesOf(parsed.error.issues, copy, { name, isPrefixed: false, expected }) }
  }
}

const idText: Expectation = {
  text: `text of 1 to ${maxIdLength} well-formed characters`,
  minimum: 1,
  maximum: maxIdLength,
}
const idSchema = z.string().check(z.refine(isId))

export const user: Field<string> = { schema: idSchema, expected: idText }
export const optionalId: Field<string | undefined> = { schema: z.optional(idSchema), expected: idText }

/** Whole, from `minimum` to `maximum`. */
export function optionalCount(minimum: number, maximum: number): Field<number | undefined> {
  return {
    schema: z.optional(z.number().check(z.int(), z.gte(minimum), z.lte(maximum))),
    expected: { text: `a whole number from ${minimum} to ${maximum}`, minimum, maximum },
  }
}

/** Text of at most so many characters. */
export function text(minimum: number, maximum: number): Field<string> {
  return {
    schema: z.string().check(z.minLength(minimum), z.maxLength(maximum), z.refine(isWellFormed)),
    expected: { text: `text of ${minimum} to ${maximum} well-formed characters`, minimum, maximum },
  }
}

/** The field, or nothing. */
export function optional<T>({ schema, expected }: Field<T>): Field<T | undefined> {
  return { schema: z.optional(schema), expected }
}

function mapped<Of extends FieldSpecs, T>(fields: Of, map: (field: Field<unknown>) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]))
}

/** What is read elsewhere is not copied: a large context, which cannot be wrong, would leave no room for the rest. */
function without(left: readonly string[], input: unknown): unknown {
  try {
    if (!isFields(input)) return input
    const rest = {}
    for (const name of Object.keys(input)) {
      if (!left.includes(name)) Object.defineProperty(rest, name, { enumerable: true, get: () => input[name] })
    }
    return rest
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
