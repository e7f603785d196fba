import { parseOwnJson } from '../input/own-fields.js'
import type { Lockout } from '../lockout/lockout.js'
import type { PendingNotice } from '../notice/pending-notice.js'
import type { LatestSignIn, PassEnd, PassRecord } from '../pass/record.js'
import type { RegistrationRecord } from '../registration/registration.js'
import { decodeIssuedKeys, encodeIssuedKeys } from './issued-for.js'
import type { UserDocument } from './user-document.js'

const version = 2

/** Instants are RFC 3339, so that an operator can read the document in the database. */
export function encodeUserDocument(document: UserDocument): string {
  const { userId, incarnation, pass, wrongCodes, wrongCodesOnDeletedPass, registrations, notices, commitIds } = document
  const { repudiableUntilMs, repudiatedAtMs, repudiatedPassId, issuedKeys, unreceivedPass } = document
  const { consecutive, lockout } = wrongCodes
  const body: UserBody = {
    version,
    userId,
    incarnation,
    pass: pass && encodePass(pass),
    wrongCodes: { consecutive, lockout: lockout && { until: text(lockout.untilMs), lengthMs: lockout.lengthMs } },
    wrongCodesOnDeletedPass,
    registrations: registrations.map(({ registeredAtMs, cascadedAtMs, ...rest }) => ({
      ...rest,
      registeredAt: text(registeredAtMs),
      cascadedAt: cascadedAtMs === undefined ? undefined : text(cascadedAtMs),
    })),
    notices: notices.length === 0 ? undefined : notices.map(encodeNotice),
    repudiableUntil: repudiableUntilMs === undefined ? undefined : text(repudiableUntilMs),
    repudiatedAt: repudiatedAtMs === undefined ? undefined : text(repudiatedAtMs),
    repudiatedPassId,
    issuedKeys: encodeIssuedKeys(issuedKeys),
    unreceivedPass: unreceivedPass && { key: unreceivedPass.key, passId: unreceivedPass.passId },
    commitIds,
  }
  return JSON.stringify(body)
}

/** Reads a body that the seal has proved authentic. Returns `undefined` for one of an unknown version of this package. */
export function decodeUserDocument(text: string): UserDocument | undefined {
  const body = parse(text)
  if (body?.version !== version) return undefined
  const { userId, incarnation, pass, wrongCodes, wrongCodesOnDeletedPass, commitIds } = body
  const { registrations = [], notices = [], repudiableUntil, repudiatedAt, repudiatedPassId, unreceivedPass } = body
  const lockout: Lockout | undefined = wrongCodes.lockout && {
    untilMs: instant(wrongCodes.lockout.until),
    lengthMs: wrongCodes.lockout.lengthMs,
  }
  return {
    userId,
    incarnation,
    pass: pass && decodePass(pass),
    wrongCodes: { consecutive: wrongCodes.consecutive, lockout },
    wrongCodesOnDeletedPass,
    registrations: registrations.map(({ registeredAt, cascadedAt, ...rest }) => ({
      ...rest,
      registeredAtMs: instant(registeredAt),
      cascadedAtMs: cascadedAt === undefined ? undefined : instant(cascadedAt),
    })),
    notices: notices.map(decodeNotice),
    repudiableUntilMs: repudiableUntil === undefined ? undefined : instant(repudiableUntil),
    repudiatedAtMs: repudiatedAt === undefined ? undefined : instant(repudiatedAt),
    repudiatedPassId,
    issuedKeys: decodeIssuedKeys(body.issuedKeys),
    unreceivedPass,
    commitIds,
  }
}

interface UserBody {
  readonly version: number
  readonly userId: string
  readonly incarnation?: string | undefined
  readonly pass?: PassBody | undefined
  readonly wrongCodes: {
    readonly consecutive: number
    readonly lockout?: { readonly until: string; readonly lengthMs: number } | undefined
  }
  /** Absent without wrong codes, and while there is a pass. */
  readonly wrongCodesOnDeletedPass?: number | undefined
  readonly registrations?: readonly RegistrationBody[] | undefined
  readonly notices?: readonly NoticeBody[] | undefined
  readonly repudiableUntil?: string | undefined
  readonly repudiatedAt?: string | undefined
  readonly repudiatedPassId?: string | undefined
  readonly issuedKeys?: string | undefined
  readonly unreceivedPass?: UserDocument['unreceivedPass']
  readonly commitIds: readonly string[]
}

interface RegistrationBody extends Omit<RegistrationRecord, 'registeredAtMs' | 'cascadedAtMs'> {
  readonly registeredAt: string
  readonly cascadedAt?: string | undefined
}

interface NoticeBody extends Omit<PendingNotice, 'atMs' | 'repudiableUntilMs' | 'nextAttemptMs'> {
  readonly at: string
  readonly repudiableUntil: string
  readonly nextAttemptAt: string
}

type PassInstants = 'createdAtMs' | 'startAtMs' | 'endAtMs' | 'lastUsedAtMs' | 'latestSignIn' | 'ended'

interface PassBody extends Omit<PassRecord, PassInstants> {
  readonly createdAt: string
  readonly startAt: string
  readonly endAt: string
  readonly lastUsedAt?: string | undefined
  readonly latestSignIn?: (Omit<LatestSignIn, 'atMs'> & { readonly at: string }) | undefined
  readonly ended?: (Omit<PassEnd, 'atMs'> & { readonly at: string }) | undefined
}

// Every sign-in runs this, and copying field by field is faster than spreading.
function encodePass(pass: PassRecord): PassBody {
  const { lastUsedAtMs, latestSignIn, ended } = pass
  return {
    id: pass.id,
    createdAt: text(pass.createdAtMs),
    startAt: text(pass.startAtMs),
    endAt: text(pass.endAtMs),
    isStartChecked: pass.isStartChecked,
    isUsableOnce: pass.isUsableOnce,
    alphabet: pass.alphabet,
    scheme: pass.scheme,
    spendOn: pass.spendOn,
    registrationWindowMs: pass.registrationWindowMs,
    wrongCodesBeforeRevocation: pass.wrongCodesBeforeRevocation,
    wrongCodes: pass.wrongCodes,
    lastUsedAt: lastUsedAtMs === undefined ? undefined : text(lastUsedAtMs),
    latestSignIn: latestSignIn && {
      id: latestSignIn.id,
      at: text(latestSignIn.atMs),
      clientBinding: latestSignIn.clientBinding,
      attemptId: latestSignIn.attemptId,
    },
    ended: ended && { how: ended.how, at: text(ended.atMs), commitId: ended.commitId },
  }
}

function decodePass(body: PassBody): PassRecord {
  const { lastUsedAt, latestSignIn, ended } = body
  return {
    id: body.id,
    createdAtMs: instant(body.createdAt),
    startAtMs: instant(body.startAt),
    endAtMs: instant(body.endAt),
    isStartChecked: body.isStartChecked,
    isUsableOnce: body.isUsableOnce,
    alphabet: body.alphabet,
    scheme: body.scheme,
    spendOn: body.spendOn,
    registrationWindowMs: body.registrationWindowMs,
    wrongCodesBeforeRevocation: body.wrongCodesBeforeRevocation,
    wrongCodes: body.wrongCodes,
    lastUsedAtMs: lastUsedAt === undefined ? undefined : instant(lastUsedAt),
    latestSignIn: latestSignIn && {
      id: latestSignIn.id,
      atMs: instant(latestSignIn.at),
      clientBinding: latestSignIn.clientBinding,
      attemptId: latestSignIn.attemptId,
    },
    ended: ended && { how: ended.how, atMs: instant(ended.at), commitId: ended.commitId },
  }
}

function encodeNotice({
  id,
  kind,
  atMs,
  passId,
  repudiableUntilMs,
  attempts,
  nextAttemptMs,
}: PendingNotice): NoticeBody {
  return {
    id,
    kind,
    at: text(atMs),
    passId,
    repudiableUntil: text(repudiableUntilMs),
    attempts,
    nextAttemptAt: text(nextAttemptMs),
  }
}

function decodeNotice({ id, kind, at, passId, repudiableUntil, attempts, nextAttemptAt }: NoticeBody): PendingNotice {
  return {
    id,
    kind,
    atMs: instant(at),
    passId,
    repudiableUntilMs: instant(repudiableUntil),
    attempts,
    nextAttemptMs: instant(nextAttemptAt),
  }
}

function parse(text: string): UserBody | undefined {
  try {
    return parseOwnJson(text) ?? undefined
  } catch {
    return undefined
  }
}

function text(ms: number): string {
  return new Date(ms).toISOString()
}

function instant(text: string): number {
  return Date.parse(text)
}
