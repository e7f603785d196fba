import { requestDigest } from './digest.js'
import type { RequestRecord, UserRef } from './request.js'
import { isMaybeSame } from './request.js'

/** Approvals that were given to exactly this request. */
export function validApprovals(request: RequestRecord): number {
  const digest = requestDigest(request)
  const reviewers = request.approvals.filter((approval) => approval.digest === digest).map(({ reviewer }) => reviewer)
  return reviewers.filter((reviewer, index) => reviewers.findIndex((other) => isMaybeSame(other, reviewer)) === index)
    .length
}

/** Has this reviewer said yes already? */
export function hasApproved({ approvals }: RequestRecord, reviewer: UserRef): boolean {
  return approvals.some((approval) => isMaybeSame(approval.reviewer, reviewer))
}

/**
 * Does an earlier proof still stand in for a reviewer? That it was voided counts, and not that its days are over by now: they
 * were not when it vouched.
 */
export function isReusedProofValid({ reusedProofOf, proofs }: RequestRecord, invalidatedAtMs: number): boolean {
  const { comparedWith } = proofs.find((proof) => proof.comparedWith?.requestId === reusedProofOf) ?? {}
  return reusedProofOf !== undefined && comparedWith !== undefined && comparedWith.provedAtMs > invalidatedAtMs
}
