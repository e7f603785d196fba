import fc from 'fast-check'
import type { WrongCodes } from '../../src/lockout/lockout.js'
import type { PassEnd, PassRecord } from '../../src/pass/record.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { UserDocument } from '../../src/user-document/user-document.js'
import { dayMs, minuteMs } from './clock.js'

/** Any instant that a date can say in four digits of a year. */
export const instants: fc.Arbitrary<number> = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.getTime())

const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

const passEnds: fc.Arbitrary<PassEnd> = fc.record({
  how: fc.constantFrom('oneTimeUsed', 'expired', 'revoked'),
  atMs: instants,
  commitId: fc.base64String({ minLength: 16, maxLength: 16 }),
})

export const passRecords: fc.Arbitrary<PassRecord> = fc
  .record({
    id: fc.uuid(),
    createdAtMs: instants,
    delayMs: fc.nat(90 * dayMs),
    lifetimeInMinutes: fc.integer({ min: 10, max: 43_200 }),
    isStartChecked: fc.boolean(),
    isUsableOnce: fc.boolean(),
    alphabet: fc.constantFrom('crockford', 'mixed', 'digits'),
    scheme: fc.constantFrom('scrypt-1', 'hmac-1', 'pbkdf2-1'),
    registrationWindowMs: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * minuteMs),
    wrongCodesBeforeRevocation: fc.integer({ min: 1, max: 100 }),
    wrongCodes: fc.nat(100),
    lastUsedAtMs: fc.option(instants, { nil: undefined }),
    ended: fc.option(passEnds, { nil: undefined }),
  })
  .map(({ delayMs, lifetimeInMinutes, ...rest }): PassRecord => {
    const startAtMs = rest.createdAtMs + delayMs
    return { ...rest, startAtMs, endAtMs: startAtMs + lifetimeInMinutes * minuteMs } as PassRecord
  })

export const wrongCodes: fc.Arbitrary<WrongCodes> = fc.record({
  consecutive: fc.nat(100_000),
  wait: fc.option(fc.record({ untilMs: instants, lengthMs: fc.integer({ min: 1_000, max: dayMs }) }), {
    nil: undefined,
  }),
})

export const userDocuments: fc.Arbitrary<UserDocument> = fc.record({
  userId: texts,
  incarnation: fc.option(texts, { nil: undefined }),
  pass: fc.option(passRecords, { nil: undefined }),
  wrongCodes,
  commitIds: fc.array(fc.base64String({ minLength: 16, maxLength: 16 }), { maxLength: 8 }),
})

/** A pass of one hour from `startAtMs`, and whatever else is asked for. */
export function aPass(change: Partial<PassRecord> = {}): PassRecord {
  const startAtMs = change.startAtMs ?? 1_000_000
  return {
    id: 'p1',
    createdAtMs: startAtMs,
    startAtMs,
    endAtMs: startAtMs + 60 * minuteMs,
    isStartChecked: true,
    isUsableOnce: false,
    alphabet: 'crockford',
    scheme: 'scrypt-1',
    registrationWindowMs: 10 * minuteMs,
    wrongCodesBeforeRevocation: 100,
    wrongCodes: 0,
    ...change,
  }
}

export const ada: DirectoryUser = { id: 'ada', isEnabled: true }

/** Ada's document with {@link aPass}. */
export function aDocument(change: Partial<UserDocument> = {}): UserDocument {
  return { userId: 'ada', pass: aPass(), wrongCodes: { consecutive: 0 }, commitIds: [], ...change }
}
