import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { RequestRecord } from './request.js'

/**
 * What a reviewer says yes to: who asks, whom and why it is for, where they are reached, what was proved. An approval of
 * anything else is none. Evidence is left out, because it is erased before the decision is.
 */
export function requestDigest(request: RequestRecord): string {
  const { id, user, opener, contact, justification, ticket, clientBinding, proofs } = request
  const accepted = proofs.filter(({ isAccepted }) => isAccepted)
  const fields = [id, user?.id, user?.incarnation, opener?.id, contact, justification, ticket, clientBinding]
  return toBase64Url(
    sha256(
      encodeFields([
        ...fields.flatMap((field) => (field === undefined ? ['absent', ''] : ['present', field])),
        ...accepted.flatMap(({ prover, assurance, atMs }) => [prover, assurance, String(atMs)]),
      ]),
    ),
  )
}
