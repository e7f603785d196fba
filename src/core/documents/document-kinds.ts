import type { StoreKey } from '../../ports/store.js'
import { parseOwnJson } from '../input/own-fields.js'
import { requesterId, requesterKey } from './requester-key.js'

/**
 * One kind of stored document, as forgetting and re-sealing see it. Both work from this table alone, so they are complete
 * in a process that never builds self-service requests.
 */
export interface DocumentKind {
  readonly kind: string
  /** `false`: documents of this kind are rewritten all the time and hold nothing to protect. */
  readonly isResealed: boolean
  /** Returns the key of the one document of this kind that belongs to a user. */
  readonly keyOfUser?: ((tenantId: string, userId: string) => StoreKey) | undefined
  /** Returns the user whom a document belongs to, from its sealed body. Such a kind is scanned. */
  readonly userIdOf?: ((body: string) => string | undefined) | undefined
}

/** Forgetting a user empties the user document and does not remove it: see `users.forget`. */
export const documentKinds: readonly DocumentKind[] = [
  { kind: 'policy', isResealed: true },
  { kind: 'user', isResealed: true },
  { kind: 'issueCount', isResealed: true },
  { kind: 'request', isResealed: true, userIdOf: userIdOfRequest },
  {
    kind: 'requester',
    isResealed: true,
    keyOfUser: (tenantId, userId) => requesterKey(tenantId, requesterId({ userId })),
  },
  { kind: 'decoy', isResealed: false },
]

/** The seal vouches for the body, so only its shape is assumed. */
function userIdOfRequest(body: string): string | undefined {
  const { user }: { readonly user?: { readonly id: string } | undefined } = parseOwnJson(body)
  return user?.id
}
