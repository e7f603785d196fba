import fc from 'fast-check'
import type { WrongCodes } from '../../src/core/lockout/lockout.js'
import type { PendingNotice } from '../../src/core/notice/pending-notice.js'
import type { LatestSignIn, PassEnd, PassRecord } from '../../src/core/pass/record.js'
import type { RegistrationRecord } from '../../src/core/registration/registration.js'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import { dayMs, minuteMs } from './clock.js'

/** Any instant whose year has four digits. */
export const instants: fc.Arbitrary<number> = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.getTime())

const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

const passEnds: fc.Arbitrary<PassEnd> = fc.record({
  how: fc.constantFrom('oneTimeUsed', 'expired', 'revoked'),
  atMs: instants,
  commitId: fc.base64String({ minLength: 16, maxLength: 16 }),
})

const hashes = fc.option(fc.base64String({ minLength: 44, maxLength: 44 }), { nil: undefined })

const latestSignIns: fc.Arbitrary<LatestSignIn> = fc.record({
  id: fc.base64String({ minLength: 16, maxLength: 16 }),
  atMs: instants,
  clientBinding: hashes,
  attemptId: hashes,
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
    spendOn: fc.constantFrom('signIn', 'registration'),
    registrationWindowMs: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * minuteMs),
    wrongCodesBeforeRevocation: fc.integer({ min: 1, max: 100 }),
    wrongCodes: fc.nat(100),
    lastUsedAtMs: fc.option(instants, { nil: undefined }),
    latestSignIn: fc.option(latestSignIns, { nil: undefined }),
    ended: fc.option(passEnds, { nil: undefined }),
  })
  .map(({ delayMs, lifetimeInMinutes, ...rest }): PassRecord => {
    const startAtMs = rest.createdAtMs + delayMs
    return { ...rest, startAtMs, endAtMs: startAtMs + lifetimeInMinutes * minuteMs } as PassRecord
  })

export const wrongCodes: fc.Arbitrary<WrongCodes> = fc.record({
  consecutive: fc.nat(100_000),
  lockout: fc.option(fc.record({ untilMs: instants, lengthMs: fc.integer({ min: 1_000, max: dayMs }) }), {
    nil: undefined,
  }),
})

const registrations: fc.Arbitrary<RegistrationRecord> = fc.record({
  credential: fc.record({ id: texts, type: texts, label: fc.option(texts, { nil: undefined }) }),
  passId: fc.uuid(),
  signInId: fc.base64String({ minLength: 16, maxLength: 16 }),
  registeredAtMs: instants,
  cascadedAtMs: fc.option(instants, { nil: undefined }),
})

const notices: fc.Arbitrary<PendingNotice> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('passCreated', 'signedIn', 'credentialRegistered', 'passDeleted', 'lockedOut'),
  atMs: instants,
  passId: fc.option(fc.uuid(), { nil: undefined }),
  repudiableUntilMs: instants,
  attempts: fc.integer({ min: 1, max: 1_000 }),
  nextAttemptMs: instants,
})

const issuedKey = fc.string({ unit: fc.constantFrom(...'ABab01-_'), minLength: 11, maxLength: 11 })

export const userDocuments: fc.Arbitrary<UserDocument> = fc.record({
  userId: texts,
  incarnation: fc.option(texts, { nil: undefined }),
  pass: fc.option(passRecords, { nil: undefined }),
  wrongCodes,
  wrongCodesOnDeletedPass: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  registrations: fc.array(registrations, { maxLength: 4 }),
  notices: fc.array(notices, { maxLength: 16 }),
  repudiableUntilMs: fc.option(instants, { nil: undefined }),
  issuedKeys: fc.option(fc.array(issuedKey, { minLength: 1, maxLength: 32 }), { nil: undefined }),
  unreceivedPass: fc.option(fc.record({ key: issuedKey, passId: fc.uuid() }), { nil: undefined }),
  commitIds: fc.array(fc.base64String({ minLength: 16, maxLength: 16 }), { maxLength: 8 }),
})

/** Returns a pass of one hour from `startAtMs`, with the given changes. */
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
    spendOn: 'signIn',
    registrationWindowMs: 10 * minuteMs,
    wrongCodesBeforeRevocation: 100,
    wrongCodes: 0,
    ...change,
  }
}

export const ada: DirectoryUser = { id: 'ada', isEnabled: true }

/** Returns Ada's document with {@link aPass}. */
export function aDocument(change: Partial<UserDocument> = {}): UserDocument {
  const wrongCodes: WrongCodes = { consecutive: 0 }
  return { userId: 'ada', pass: aPass(), wrongCodes, registrations: [], notices: [], commitIds: [], ...change }
}
