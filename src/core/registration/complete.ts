import { utf8 } from '../../crypto/encoding.js'
import type { Grant, GrantRefusalReason } from '../grant/grant.js'
import type { PassEnd, PassRecord } from '../pass/record.js'
import type { RegistrableCredentials } from '../policy/policy.js'
import { encodeUserDocument } from '../user-document/codec.js'
import type { UserDocument } from '../user-document/user-document.js'
import { changed } from '../user-document/user-document.js'
import { isCascaded } from './cascade.js'
import type { Credential, RegistrationRecord } from './registration.js'

const maxRegistrations = 32
/** Of the 16 KiB of a document. The rest is for 16 notices and for later changes of the pass. */
const maxDocumentBytes = 11_776

/** The recorded credential and the document to write, or the reason for a refusal. */
export type Completion =
  | { readonly ok: true; readonly record: RegistrationRecord; readonly next?: UserDocument | undefined }
  | { readonly ok: false; readonly reason: GrantRefusalReason }

/**
 * Records a credential that was registered with the pass. It is idempotent for one sign-in and credential. With
 * `spendOn: 'registration'`, the first credential uses up a one-time pass.
 */
export function completeRegistration(
  document: UserDocument,
  pass: PassRecord,
  { signInId }: Pick<Grant, 'signInId'>,
  credential: Credential,
  rules: RegistrableCredentials,
  { nowMs, commitId }: { readonly nowMs: number; readonly commitId: string },
): Completion {
  const ofPass = document.registrations.filter((record) => record.passId === pass.id && !isCascaded(record))
  const known = ofPass.find((record) => record.credential.id === credential.id)
  if (known)
    return known.signInId === signInId ? { ok: true, record: known } : { ok: false, reason: 'alreadyCompleted' }
  if (!isAllowed(credential, rules)) return { ok: false, reason: 'credentialNotAllowed' }
  if (ofPass.length >= rules.maximum) return { ok: false, reason: 'alreadyCompleted' }
  const record: RegistrationRecord = { credential, passId: pass.id, signInId, registeredAtMs: nowMs }
  const isSpending = pass.isUsableOnce && pass.spendOn === 'registration' && !pass.ended
  const ended: PassEnd | undefined = isSpending ? { how: 'oneTimeUsed', atMs: nowMs, commitId } : pass.ended
  const registrations = [...document.registrations, record]
  const next = withinBounds(changed(document, commitId, { pass: { ...pass, ended }, registrations }), pass.id)
  return next ? { ok: true, record, next } : { ok: false, reason: 'alreadyCompleted' }
}

/**
 * Drops records until the document is small enough: first those of a cascade, then the oldest of other passes. Returns
 * `undefined` if the records of this pass alone are too many.
 */
function withinBounds(document: UserDocument, passId: string): UserDocument | undefined {
  const { registrations } = document
  if (registrations.length <= maxRegistrations && sizeInBytes(document) <= maxDocumentBytes) return document
  const cascaded = registrations.findIndex(isCascaded)
  const dropped = cascaded === -1 ? registrations.findIndex((record) => record.passId !== passId) : cascaded
  if (dropped === -1) return undefined
  return withinBounds({ ...document, registrations: registrations.toSpliced(dropped, 1) }, passId)
}

/** Without notices, which have room of their own, and with the mark that a cascade adds to each record. */
function sizeInBytes(document: UserDocument): number {
  const registrations = document.registrations.map((record) => ({ ...record, cascadedAtMs: 0 }))
  return utf8(encodeUserDocument({ ...document, registrations, notices: [] })).length
}

/** If the policy lists models, a passkey that hides its model is not allowed. */
function isAllowed({ type, aaguid }: Credential, { types, aaguids }: RegistrableCredentials): boolean {
  if (!types.includes(type)) return false
  return aaguids === undefined || type !== 'passkey' || (aaguid !== undefined && aaguids.includes(aaguid.toLowerCase()))
}
