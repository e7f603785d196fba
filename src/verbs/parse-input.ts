import * as z from 'zod/mini'
import type { Actor } from '../access/actor.js'
import { parseActor } from '../access/authorize.js'
import { InvalidInputError } from '../errors.js'
import { isId, isWellFormed, longestId } from '../input/id.js'
import { inertCopy } from '../input/inert-copy.js'
import type { Expectation } from '../input/issues.js'
import { issuesOf } from '../input/issues.js'

/** One field of a call's input: what it must be, and how to say so. */
export interface Field<T> {
  readonly schema: z.ZodMiniType<T>
  readonly expected: Expectation
}

type Fields = { readonly [name: string]: Field<unknown> }
type Parsed<Of extends Fields> = { readonly [Name in keyof Of]: Of[Name] extends Field<infer T> ? T : never }

/**
 * What came in, read once and checked: the actor and the fields named. Built once for each verb.
 *
 * @throws {@link InvalidInputError} with every issue.
 */
export function inputParser<Of extends Fields>(fields: Of): (input: unknown) => Parsed<Of> & { readonly actor: Actor } {
  const schema = z.strictObject(mapped(fields, ({ schema }) => schema))
  const expected = { '': { text: 'an object' }, ...mapped(fields, ({ expected }) => expected) }
  return (input) => {
    const copy = inertCopy(withoutContext(input))
    const { actor: typedActor, ...rest } = isFields(copy) ? copy : {}
    const actor = parseActor(typedActor)
    const parsed = schema.safeParse(rest)
    const issues = [
      ...(actor.ok ? [] : actor.issues),
      ...(parsed.success ? [] : issuesOf(parsed.error.issues, rest, { name: 'input', isPrefixed: false, expected })),
    ]
    if (!actor.ok || !parsed.success) throw new InvalidInputError(issues)
    return { ...(parsed.data as Parsed<Of>), actor: actor.actor }
  }
}

const idText: Expectation = { text: `text of 1 to ${longestId} well-formed characters`, minimum: 1, maximum: longestId }
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

function mapped<Of extends Fields, T>(fields: Of, map: (field: Field<unknown>) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]))
}

/** The context is read elsewhere, and cannot be wrong: were it copied, a large one would leave no room for the rest. */
function withoutContext(input: unknown): unknown {
  try {
    if (!isFields(input)) return input
    const rest = {}
    for (const name of Object.keys(input)) {
      if (name !== 'context') Object.defineProperty(rest, name, { enumerable: true, get: () => input[name] })
    }
    return rest
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
