import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { IssuedFor, UserDocument } from './user-document.js'

const maxIssuedFor = 4
const hashBytes = 16

/** Of one length, and without what somebody may have put into a key: a name, the number of an employee. */
export function hashIdempotencyKey(tenantId: string, key: string): string {
  return toBase64Url(sha256(encodeFields([tenantId, key])).subarray(0, hashBytes))
}

/** Was a pass issued to this person for this key, whatever became of it? */
export function isIssuedFor(document: UserDocument | undefined, key: string): boolean {
  return document?.issuedFor?.some((entry) => entry.key === key) ?? false
}

/**
 * Is nothing left to do for this key? A pass whose code nobody has seen, because the process ended before it was handed
 * on, is to be issued again, as long as it is still the person's pass: one that was used has been told all the same, and
 * one that was deleted or replaced is what somebody wanted.
 */
export function isSettled(document: UserDocument | undefined, key: string): boolean {
  const entry = document?.issuedFor?.find((entry) => entry.key === key)
  if (!entry) return false
  const isWaiting = document?.pass?.id === entry.passId && document.pass.lastUsedAtMs === undefined
  return entry.isTold || !isWaiting
}

/** With this one as the newest of at most four. */
export function withIssuedFor(document: UserDocument, key: string, passId: string): readonly IssuedFor[] {
  const others = (document.issuedFor ?? []).filter((entry) => entry.key !== key)
  return [...others, { key, passId, isTold: false }].slice(-maxIssuedFor)
}

/** With the mark that the code of this pass was handed on; `undefined` where there is nothing to mark. */
export function withTold(document: UserDocument, passId: string): readonly IssuedFor[] | undefined {
  const { issuedFor = [] } = document
  if (!issuedFor.some((entry) => entry.passId === passId && !entry.isTold)) return undefined
  return issuedFor.map((entry) => (entry.passId === passId ? { ...entry, isTold: true } : entry))
}

/** Without this pass: nobody is to believe that it had been issued. */
export function withoutIssuedFor({ issuedFor }: UserDocument, passId: string): readonly IssuedFor[] | undefined {
  const others = issuedFor?.filter((entry) => entry.passId !== passId)
  return others?.length ? others : undefined
}
