import type { CreatePassInput, InputIssue, InputIssueCode } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import { isAnnotation, isOfType, unknownProperty, wrongType } from './fields.js'
import { passType } from './pass-json.js'
import type { JsonFields } from './read-json.js'
import { readStartTime } from './start-time.js'

/** The body of a new pass. */
export interface GraphPassBody extends Pick<CreatePassInput, 'startDateTime' | 'lifetimeInMinutes' | 'isUsableOnce'> {
  /** `startDateTime` has no time zone. */
  readonly isZoneAssumed: boolean
}

// Clients send back these properties when they reuse a pass that they read.
const readOnly: ReadonlySet<string> = new Set([
  'id',
  'createdDateTime',
  'isUsable',
  'methodUsabilityReason',
  'lastUsedDateTime',
])

/**
 * Reads the three writable properties. `null` is the same as no value. Read-only properties and annotations are ignored.
 *
 * @throws `InvalidInputError` for a property that is unknown or of the wrong type, and for a code, because the service
 * generates it.
 */
export function readPassBody(fields: JsonFields): GraphPassBody {
  const issues = [...issuesOf(fields)]
  const start = startOf(fields.get('startDateTime'))
  if (start === 'wrong') issues.push(wrongType('startDateTime', 'an instant such as 2026-11-23T06:00:00Z'))
  if (issues.length > 0 || start === 'wrong') throw new InvalidInputError(issues)
  return {
    startDateTime: start?.at,
    lifetimeInMinutes: (fields.get('lifetimeInMinutes') ?? undefined) as number | undefined,
    isUsableOnce: (fields.get('isUsableOnce') ?? undefined) as boolean | undefined,
    isZoneAssumed: start?.isZoneAssumed ?? false,
  }
}

function* issuesOf(fields: JsonFields): Generator<InputIssue<InputIssueCode>> {
  for (const [name, value] of fields) {
    const expected = expectations[name]
    if (expected !== undefined && value !== null && !expected.is(value)) yield wrongType(name, expected.text)
    if (expected === undefined && !readOnly.has(name) && !isAnnotation(name)) yield unknownProperty(name)
  }
}

const expectations: { readonly [name: string]: { readonly text: string; is(value: unknown): boolean } | undefined } =
  Object.assign(Object.create(null), {
    '@odata.type': { text: `#${passType}`, is: (value: unknown) => isOfType(value, passType) },
    startDateTime: { text: 'a string or null', is: (value: unknown) => typeof value === 'string' },
    lifetimeInMinutes: { text: 'a whole number or null', is: Number.isInteger },
    isUsableOnce: { text: 'true, false or null', is: (value: unknown) => typeof value === 'boolean' },
    temporaryAccessPass: { text: 'omitted or null: the service generates the code', is: () => false },
  })

function startOf(value: unknown): ReturnType<typeof readStartTime> | 'wrong' {
  return typeof value === 'string' ? (readStartTime(value) ?? 'wrong') : undefined
}
