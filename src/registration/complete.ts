import type { Grant, GrantRefusalReason } from '../grant/grant.js'
import type { PassEnd, PassRecord } from '../pass/record.js'
import type { RegistrableCredentials } from '../policy/policy.js'
import type { UserDocument } from '../user-document/user-document.js'
import { changed } from '../user-document/user-document.js'
import type { Credential, RegistrationRecord } from './registration.js'

/** A document holds so many; the oldest of other passes give way. */
const mostRegistrations = 32

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
  const ofPass = document.registrations.filter(({ passId }) => passId === pass.id)
  const known = ofPass.find((record) => record.credential.id === credential.id)
  if (known)
    return known.signInId === signInId ? { ok: true, record: known } : { ok: false, reason: 'alreadyCompleted' }
  if (!isAllowed(credential, rules)) return { ok: false, reason: 'credentialNotAllowed' }
  if (ofPass.length >= rules.maximum) return { ok: false, reason: 'alreadyCompleted' }
  const record: RegistrationRecord = { credential, passId: pass.id, signInId, registeredAtMs: nowMs }
  const registrations = [...document.registrations, record].slice(-mostRegistrations)
  const isSpending = pass.isUsableOnce && pass.spendOn === 'registration' && !pass.ended
  const ended: PassEnd | undefined = isSpending ? { how: 'oneTimeUsed', atMs: nowMs, commitId } : pass.ended
  return { ok: true, record, next: changed(document, commitId, { pass: { ...pass, ended }, registrations }) }
}

/** Of an allowed type, and of an allowed model where the policy names models: a credential that hides its own is not. */
function isAllowed({ type, aaguid }: Credential, { types, aaguids }: RegistrableCredentials): boolean {
  if (!types.includes(type)) return false
  return aaguids === undefined || type !== 'passkey' || (aaguid !== undefined && aaguids.includes(aaguid.toLowerCase()))
}
