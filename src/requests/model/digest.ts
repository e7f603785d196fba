import { sha256 } from '@noble/hashes/sha2.js'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { RequestRecord } from './request.js'

/**
 * Returns the digest of what a reviewer approves: the requester, the user, the reasons, the contact and the accepted proofs. An
 * approval of another digest does not count. Evidence is left out, because it is erased while the approval still counts.
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
