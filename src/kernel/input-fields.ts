import * as z from 'zod/mini'
import {
  booleanExpected,
  choiceExpected,
  dateExpected,
  guidExpected,
  rangeExpected,
  secretTextExpected,
  textExpected,
} from '../core/input/expectations.js'
import { isGuid, isId, isWellFormed } from '../core/input/id.js'
import type { Expectation } from '../core/input/issues.js'
import { maxClientBindingLength, maxIdLength } from '../core/input/limits.js'
import { withEveryField } from '../core/input/own-fields.js'
import type { MessageText } from '../core/message/message-text.js'

/** One field of a call's input: what it must be, and how an error message says so. */
export interface InputField<T> {
  readonly schema: z.ZodMiniType<T>
  readonly expected: Expectation
  /** By path below the field: `.id`, `[]`. */
  readonly nested?: { readonly [path: string]: Expectation } | undefined
}

export type FieldSpecs = { readonly [name: string]: InputField<unknown> }
export type Parsed<Of extends FieldSpecs> = {
  readonly [Name in keyof Of]: Of[Name] extends InputField<infer T> ? T : never
}

export function text(minimum: number, maximum: number): InputField<string> {
  return {
    schema: z.string().check(z.minLength(minimum), z.maxLength(maximum), z.refine(isWellFormed)),
    expected: textExpected(minimum, maximum),
  }
}

export const id: InputField<string> = { ...text(1, maxIdLength), schema: z.string().check(z.refine(isId)) }

export const guid: InputField<string> = { schema: z.string().check(z.refine(isGuid)), expected: guidExpected }

/** Returns a field whose value is in no error message. */
export function secretText(minimum: number, maximum: number): InputField<string> {
  return { ...text(minimum, maximum), expected: secretTextExpected(minimum, maximum) }
}

/** Often a session id: an attacker who knows it can act as the client. */
export const clientBinding: InputField<string> = secretText(1, maxClientBindingLength)

export const flag: InputField<boolean> = { schema: z.boolean(), expected: booleanExpected }

export const date: InputField<Date> = { schema: z.date(), expected: dateExpected }

export function wholeNumber(minimum: number, maximum: number): InputField<number> {
  return {
    schema: z.number().check(z.int(), z.gte(minimum), z.lte(maximum)),
    expected: rangeExpected(minimum, maximum),
  }
}

export function oneOf<const Word extends string>(words: readonly Word[]): InputField<Word> {
  return { schema: z.enum(words), expected: choiceExpected(words) }
}

export function group<Of extends FieldSpecs>(fields: Of, expected: MessageText): InputField<Parsed<Of>> {
  const entries = Object.entries(fields)
  return {
    schema: z.pipe(
      z.strictObject(schemasOf(fields)),
      z.transform((value: { readonly [name: string]: unknown }) => withEveryField(value, Object.keys(fields))),
    ) as z.ZodMiniType as z.ZodMiniType<Parsed<Of>>,
    expected: { expected },
    nested: Object.fromEntries(entries.map(([name, { expected }]) => [`.${name}`, expected])),
  }
}

export function optional<T>({ schema, ...rest }: InputField<T>): InputField<T | undefined> {
  return { ...rest, schema: z.optional(schema) }
}

export function schemasOf(fields: FieldSpecs): { readonly [name: string]: z.ZodMiniType } {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]))
}
