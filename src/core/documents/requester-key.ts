import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { StoreKey } from '../../ports/store.js'
import { withoutInvisible } from '../input/typed-text.js'

/**
 * Returns the id of the document that counts the failed proofs of one requester.
 *
 * A known user has one document under all names. An unknown user has one for the name and employee id as typed, folded as
 * directories fold names. The id is hashed, because two ids of 512 characters do not fit one key. It is hashed without a
 * secret key, so that processes that receive a new key one after another share one count.
 */
export function requesterId(
  of: { readonly userId: string } | { readonly name: string; readonly employeeId: string },
): string {
  const fields = 'userId' in of ? ['user', of.userId] : ['name', foldName(of.name), foldName(of.employeeId)]
  return toBase64Url(sha256(encodeFields(fields)))
}

export function requesterKey(tenantId: string, id: string): StoreKey {
  return { tenantId, kind: 'requester', id }
}

/** Folds text as directories compare names: without case, width, script of digits, invisible characters and outer white space. */
export function foldName(text: string): string {
  return withoutInvisible(text).trim().toLowerCase()
}
