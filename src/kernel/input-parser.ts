import * as z from 'zod/mini'
import type { Actor } from '../core/access/actor.js'
import { parseActor } from '../core/access/authorize.js'
import type { InputIssue, InputIssueCode } from '../core/input/input-issue.js'
import type { Expectation } from '../core/input/issues.js'
import { issuesOf } from '../core/input/issues.js'
import { ownFields, withEveryField } from '../core/input/own-fields.js'
import { plainCopy } from '../core/input/plain-copy.js'
import { readField } from '../core/input/read-field.js'
import { messageText } from '../core/message/english.js'
import { InvalidInputError } from '../errors.js'
import type { FieldSpecs, Parsed } from './input-fields.js'
import { schemasOf } from './input-fields.js'

/**
 * Returns the parser of a call that names its actor.
 *
 * `uncopied`: fields that the call reads itself, because no copy of them can be made.
 *
 * @throws {@link InvalidInputError} with every issue.
 */
export function inputParser<Of extends FieldSpecs>(
  fields: Of,
  uncopied: readonly string[] = [],
): (input: unknown) => Parsed<Of> & { readonly actor: Actor } {
  const check = fieldsChecker(fields, 'input')
  const omitted = ['context', ...uncopied]
  return (input) => {
    const copy = plainCopy(omit(omitted, input))
    const { actor: typedActor, ...rest } = isFields(copy) ? copy : noFields
    const actor = parseActor(typedActor)
    const parsed = check(ownFields(rest))
    if (actor.ok && parsed.ok) return { ...parsed.value, actor: actor.actor }
    throw new InvalidInputError([...(actor.ok ? [] : actor.issues), ...(parsed.ok ? [] : parsed.issues)])
  }
}

/** Returns the parser of one entry of an input, which names no actor. @throws {@link InvalidInputError} with every issue. */
export function entryParser<Of extends FieldSpecs>(fields: Of, name: string): (input: unknown) => Parsed<Of> {
  const check = fieldsChecker(fields, name)
  return (input) => {
    const parsed = check(plainCopy(input))
    if (!parsed.ok) throw new InvalidInputError(parsed.issues)
    return parsed.value
  }
}

const noFields: { readonly [name: string]: unknown } = Object.freeze(Object.create(null))

type ClientInput<Name extends string> = { readonly [Field in Name]: unknown }

/** The two halves of the input of a call that is made for a user. */
export interface PublicInputParser<Of extends FieldSpecs, ClientField extends string> {
  /** Reads what the user sent, unchecked: whatever it is, it leads to a refusal. Never throws. */
  readonly readClient: (input: unknown) => ClientInput<ClientField>
  /** Reads what the host application sent. @throws {@link InvalidInputError}: a mistake there is the host's. */
  readonly readHost: (input: unknown) => Parsed<Of>
}

/** Separates what a user sent from what the host application sent. Each function reads its own fields, once. */
export function publicInputParser<Of extends FieldSpecs, ClientField extends string>(
  hostFields: Of,
  clientFields: readonly ClientField[],
): PublicInputParser<Of, ClientField> {
  const check = fieldsChecker(hostFields, 'input')
  const omitted = ['context', ...clientFields]
  return {
    readClient(input) {
      const fields = isFields(input) ? input : undefined
      return Object.fromEntries(clientFields.map((name) => [name, readField(fields, name)])) as ClientInput<ClientField>
    },
    readHost(input) {
      const parsed = check(plainCopy(omit(omitted, input)))
      if (!parsed.ok) throw new InvalidInputError(parsed.issues)
      return parsed.value
    },
  }
}

type CheckedFields<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

function fieldsChecker<Of extends FieldSpecs>(fields: Of, name: string): (copy: unknown) => CheckedFields<Parsed<Of>> {
  const schema = z.strictObject(schemasOf(fields))
  const names = Object.keys(fields)
  const expected = { '': { expected: messageText('expected.object') }, ...expectationsOf(fields) }
  return (copy) => {
    const parsed = schema.safeParse(copy)
    if (parsed.success) return { ok: true, value: withEveryField(parsed.data, names) as Parsed<Of> }
    return { ok: false, issues: issuesOf(parsed.error.issues, copy, { name, isPrefixed: false, expected }) }
  }
}

function expectationsOf(fields: FieldSpecs): { readonly [path: string]: Expectation } {
  const entries = Object.entries(fields).flatMap(([name, { expected, nested = {} }]) => [
    [name, expected],
    ...Object.entries(nested).map(([path, expectation]) => [`${name}${path}`, expectation]),
  ])
  return Object.fromEntries(entries)
}

/** What the call reads elsewhere is not copied: a large context, which is never wrong, would leave no room for the rest. */
function omit(omitted: readonly string[], input: unknown): unknown {
  try {
    if (!isFields(input)) return input
    const rest = {}
    for (const name of Object.keys(input)) {
      if (!omitted.includes(name)) Object.defineProperty(rest, name, { enumerable: true, get: () => input[name] })
    }
    return rest
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is { readonly [name: string]: unknown } {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
