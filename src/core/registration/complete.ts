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
/** Of the 16 KiB that a document may have; the rest is for 16 notices and for what the pass has still to go through. */
const maxDocumentBytes = 11_776

/** What a credential that came under a grant does to the document. */
export type Completion =
  | { readonly ok: true; readonly record: RegistrationRecord; readonly next?: UserDocument | undefined }
  | { readonly ok: false; readonly reason: GrantRefusalReason }

/**
 * Records a credential as come through the pass. The same grant with the same credential gets the same answer again. A
 * pass that a registration spends is spent by the first.
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
 * What was asked to be removed gives way, and then what came through other passes, oldest first. `undefined`: this pass
 * has filled the document by itself.
 */
function withinBounds(document: UserDocument, passId: string): UserDocument | undefined {
  const { registrations } = document
  if (registrations.length <= maxRegistrations && sizeInBytes(document) <= maxDocumentBytes) return document
  const removed = registrations.findIndex(isCascaded)
  const leaving = removed === -1 ? registrations.findIndex((record) => record.passId !== passId) : removed
  if (leaving === -1) return undefined
  return withinBounds({ ...document, registrations: registrations.toSpliced(leaving, 1) }, passId)
}

/** Without notices, for which there is always room; with the mark that a cascade will leave on each record. */
function sizeInBytes(document: UserDocument): number {
  const registrations = document.registrations.map((record) => ({ ...record, cascadedAtMs: 0 }))
  return utf8(encodeUserDocument({ ...document, registrations, notices: [] })).length
}

/** Of an allowed type, and of an allowed model where the policy names models: a credential that hides its own is not. */
function isAllowed({ type, aaguid }: Credential, { types, aaguids }: RegistrableCredentials): boolean {
  if (!types.includes(type)) return false
  return aaguids === undefined || type !== 'passkey' || (aaguid !== undefined && aaguids.includes(aaguid.toLowerCase()))
}
