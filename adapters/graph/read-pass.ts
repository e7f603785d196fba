import type { CreatePassInput, InputIssueCode, InputIssue } from '../../src/index.js'
import { InvalidInputError } from '../../src/index.js'
import { isAnnotation, isOfType, unknownProperty, wrongType } from './fields.js'
import { passType } from './pass-json.js'
import type { JsonFields } from './read-json.js'
import { readStartTime } from './start-time.js'

/** What a body may ask of a new pass. */
export interface PassWishes extends Pick<CreatePassInput, 'startDateTime' | 'lifetimeInMinutes' | 'isUsableOnce'> {
  /** `startDateTime` named no zone. */
  readonly isZoneAssumed: boolean
}

// Part of what clients read and send back.
const readOnly: ReadonlySet<string> = new Set([
  'id',
  'createdDateTime',
  'isUsable',
  'methodUsabilityReason',
  'lastUsedDateTime',
])

/**
 * The three writable properties; `null` is the same as left out. Read-only ones and annotations are ignored.
 *
 * @throws `InvalidInputError` naming what is of a wrong type, unknown, or would mislead: a code, which is drawn here.
 */
export function readPassWishes(fields: JsonFields): PassWishes {
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
    startDateTime: { text: 'text or null', is: (value: unknown) => typeof value === 'string' },
    lifetimeInMinutes: { text: 'a whole number or null', is: Number.isInteger },
    isUsableOnce: { text: 'true, false or null', is: (value: unknown) => typeof value === 'boolean' },
    temporaryAccessPass: { text: 'left out or null: the code is drawn by the service', is: () => false },
  })

function startOf(value: unknown): ReturnType<typeof readStartTime> | 'wrong' {
  return typeof value === 'string' ? (readStartTime(value) ?? 'wrong') : undefined
}
