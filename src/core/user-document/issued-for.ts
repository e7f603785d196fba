import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { UserDocument } from './user-document.js'

const maxIssuedKeys = 32
// Two of the 32 keys of a user coincide by chance once in 2^54 users.
const hashBytes = 8
const hashLength = 11

/** The keys of a user's rows, and the pass of the newest one while its code is not known to be received. */
export type IssuedFor = Pick<UserDocument, 'issuedKeys' | 'unreceivedPass'>

/** Hashes a key, which may contain a name or an employee number, for the store. */
export function hashIdempotencyKey(tenantId: string, key: string): string {
  return toBase64Url(sha256(encodeFields([tenantId, key])).subarray(0, hashBytes))
}

/** Returns `true` if a pass was issued for this key, even if the pass has ended. */
export function isIssuedFor(document: UserDocument | undefined, key: string): boolean {
  return document?.issuedKeys?.includes(key) ?? false
}

/**
 * Returns `true` if nothing is left to do for this key.
 *
 * If the process ended before the caller received the code, the pass is issued again while it is still the user's current,
 * unused pass. A used pass shows that the user has the code. A deleted or replaced pass is what an administrator wanted.
 */
export function isSettled(document: UserDocument | undefined, key: string): boolean {
  if (!document || !isIssuedFor(document, key)) return false
  const { unreceivedPass, pass } = document
  if (unreceivedPass?.key !== key) return true
  return pass?.id !== unreceivedPass.passId || pass.lastUsedAtMs !== undefined
}

/** Keeps the 32 newest. The pass of an older key is replaced by this one, so nothing is left to do for that key. */
export function withIssuedFor({ issuedKeys = [] }: UserDocument, key: string, passId: string): IssuedFor {
  const others = issuedKeys.filter((other) => other !== key)
  return { issuedKeys: [...others, key].slice(-maxIssuedKeys), unreceivedPass: { key, passId } }
}

/** Notes that the caller received the code of this pass. Returns `undefined` if nothing changes. */
export function withReceived({ unreceivedPass }: UserDocument, passId: string): IssuedFor | undefined {
  return unreceivedPass?.passId === passId ? { unreceivedPass: undefined } : undefined
}

/** Forgets the key of a pass whose code was lost, so that a later run issues it again. */
export function withoutIssuedFor(document: UserDocument, passId: string): IssuedFor {
  const { issuedKeys, unreceivedPass } = document
  if (unreceivedPass?.passId !== passId) return { issuedKeys, unreceivedPass }
  const others = issuedKeys?.filter((key) => key !== unreceivedPass.key)
  return { issuedKeys: others?.length ? others : undefined, unreceivedPass: undefined }
}

/** Writes the keys as one text, because they are many and short. */
export function encodeIssuedKeys(keys: readonly string[] | undefined): string | undefined {
  return keys?.join('')
}

export function decodeIssuedKeys(text: string | undefined): readonly string[] | undefined {
  return text?.match(new RegExp(`.{${hashLength}}`, 'g')) ?? undefined
}
