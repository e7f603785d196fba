import type { CreatePassInput, InputIssue, InputIssueCode } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import type { MessageText } from '../../src/messages.js'
import { expected, isAnnotation, isOfType, unknownProperty, wrongType } from './fields.js'
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
  if (start === 'wrong') issues.push(wrongType('startDateTime', expected.instant))
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
    const property = writable[name]
    if (property !== undefined && value !== null && !property.is(value)) yield wrongType(name, property.expected)
    if (property === undefined && !readOnly.has(name) && !isAnnotation(name)) yield unknownProperty(name)
  }
}

interface WritableProperty {
  readonly expected: MessageText
  is(value: unknown): boolean
}

const writable: { readonly [name: string]: WritableProperty | undefined } = Object.assign(Object.create(null), {
  '@odata.type': { expected: expected.constant(`#${passType}`), is: (value: unknown) => isOfType(value, passType) },
  startDateTime: { expected: expected.stringOrNull, is: (value: unknown) => typeof value === 'string' },
  lifetimeInMinutes: { expected: expected.wholeNumberOrNull, is: Number.isInteger },
  isUsableOnce: { expected: expected.booleanOrNull, is: (value: unknown) => typeof value === 'boolean' },
  temporaryAccessPass: { expected: expected.generatedCode, is: () => false },
})

function startOf(value: unknown): ReturnType<typeof readStartTime> | 'wrong' {
  return typeof value === 'string' ? (readStartTime(value) ?? 'wrong') : undefined
}
