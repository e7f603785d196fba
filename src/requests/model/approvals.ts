import { requestDigest } from './digest.js'
import type { RequestRecord, UserRef } from './request.js'
import { isMaybeSame } from './request.js'

/** Counts the reviewers who approved exactly this request. */
export function validApprovals(request: RequestRecord): number {
  const digest = requestDigest(request)
  const reviewers = request.approvals.filter((approval) => approval.digest === digest).map(({ reviewer }) => reviewer)
  return reviewers.filter((reviewer, index) => reviewers.findIndex((other) => isMaybeSame(other, reviewer)) === index)
    .length
}

export function hasApproved({ approvals }: RequestRecord, reviewer: UserRef): boolean {
  return approvals.some((approval) => isMaybeSame(approval.reviewer, reviewer))
}

/**
 * Returns whether the earlier proof that replaced a reviewer was not invalidated since. Its validity in days does not matter: it was
 * valid when it was reused.
 */
export function isReusedProofValid({ reusedProofOf, proofs }: RequestRecord, invalidatedAtMs: number): boolean {
  const { comparedWith } = proofs.find((proof) => proof.comparedWith?.requestId === reusedProofOf) ?? {}
  return reusedProofOf !== undefined && comparedWith !== undefined && comparedWith.provedAtMs > invalidatedAtMs
}
