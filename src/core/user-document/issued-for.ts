import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { IssuedFor, UserDocument } from './user-document.js'

const maxIssuedFor = 4
const hashBytes = 16

/** Hashes a key, which may contain a name or an employee number, for the store. */
export function hashIdempotencyKey(tenantId: string, key: string): string {
  return toBase64Url(sha256(encodeFields([tenantId, key])).subarray(0, hashBytes))
}

/** Returns `true` if a pass was issued for this key, even if the pass has ended. */
export function isIssuedFor(document: UserDocument | undefined, key: string): boolean {
  return document?.issuedFor?.some((entry) => entry.key === key) ?? false
}

/**
 * Returns `true` if nothing is left to do for this key.
 *
 * If the process ended before the caller received the code, the pass is issued again while it is still the user's current,
 * unused pass. A used pass shows that the user has the code. A deleted or replaced pass is what an administrator wanted.
 */
export function isSettled(document: UserDocument | undefined, key: string): boolean {
  const entry = document?.issuedFor?.find((entry) => entry.key === key)
  if (!entry) return false
  const isUnused = document?.pass?.id === entry.passId && document.pass.lastUsedAtMs === undefined
  return entry.isReceived || !isUnused
}

/** Keeps the four newest. */
export function withIssuedFor(document: UserDocument, key: string, passId: string): readonly IssuedFor[] {
  const others = (document.issuedFor ?? []).filter((entry) => entry.key !== key)
  return [...others, { key, passId, isReceived: false }].slice(-maxIssuedFor)
}

/** Marks that the caller received the code of this pass. Returns `undefined` if nothing changes. */
export function withReceived(document: UserDocument, passId: string): readonly IssuedFor[] | undefined {
  const { issuedFor = [] } = document
  if (!issuedFor.some((entry) => entry.passId === passId && !entry.isReceived)) return undefined
  return issuedFor.map((entry) => (entry.passId === passId ? { ...entry, isReceived: true } : entry))
}

export function withoutIssuedFor({ issuedFor }: UserDocument, passId: string): readonly IssuedFor[] | undefined {
  const others = issuedFor?.filter((entry) => entry.passId !== passId)
  return others?.length ? others : undefined
}
