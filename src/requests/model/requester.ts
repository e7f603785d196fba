import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import type { AcceptedEvidence } from '../../ports/prover.js'
import { acceptedEvidence, identityProvedAtMs } from './evidence.js'
import type { RequestRecord, UserRef } from './request.js'
import { isSameRef } from './request.js'
import type { RequestRules } from './rules.js'

/** What is stored about one requester, across requests: failed proofs, and an identity proof that may be reused. */
export interface RequesterRecord {
  /** The user whose proof is stored. Absent until a reviewer has approved one. */
  readonly user?: UserRef | undefined
  /** Proofs that failed or are being checked, since the last one that a reviewer approved. */
  readonly failed: number
  readonly lastFailedAtMs?: number | undefined
  readonly lock?: { readonly untilMs: number } | undefined
  readonly proof?: ReusableProof | undefined
  /** Proofs up to this instant are invalid: a reviewer denied, or the user reported a pass. */
  readonly invalidatedAtMs?: number | undefined
  readonly commitIds: readonly string[]
}

/** An identity proof that a reviewer approved. */
export interface ReusableProof {
  readonly requestId: string
  readonly provedAtMs: number
  readonly validUntilMs: number
  /** Encrypted in the store. */
  readonly evidence: readonly AcceptedEvidence[]
}

export const newRequester: RequesterRecord = { failed: 0, commitIds: [] }

export function isLocked({ lock }: RequesterRecord, nowMs: number): boolean {
  return lock !== undefined && nowMs < lock.untilMs
}

/** Counts a proof before it is checked, so that parallel attempts cannot exceed the limit. */
export function withFailedProof(requester: RequesterRecord, nowMs: number, rules: RequestRules): RequesterRecord {
  const lengthMs = rules.lockoutInHours * millisecondsInHour
  const isReset = requester.lock !== undefined || nowMs - (requester.lastFailedAtMs ?? nowMs) >= lengthMs
  const failed = (isReset ? 0 : requester.failed) + 1
  const lock = failed >= rules.failedProofsBeforeLockout ? { untilMs: nowMs + lengthMs } : undefined
  return { ...requester, failed, lastFailedAtMs: nowMs, lock }
}

/** Takes back the count of a proof that did not fail. */
export function withoutFailedProof(requester: RequesterRecord, rules: RequestRules): RequesterRecord {
  const failed = Math.max(0, requester.failed - 1)
  return { ...requester, failed, lock: failed < rules.failedProofsBeforeLockout ? undefined : requester.lock }
}

export function validProof({ proof, invalidatedAtMs = 0 }: RequesterRecord, nowMs: number): ReusableProof | undefined {
  return proof && nowMs < proof.validUntilMs && proof.provedAtMs > invalidatedAtMs ? proof : undefined
}

/** Returns the valid proof of this user, not of an earlier user with the same id. */
export function validProofOf(
  requester: RequesterRecord,
  user: UserRef | undefined,
  nowMs: number,
): ReusableProof | undefined {
  return isSameRef(requester.user, user) ? validProof(requester, nowMs) : undefined
}

/** Stores the proof that a reviewer approved. Returns `undefined` if it is not newer than the stored one, or not valid. */
export function withReusableProof(
  requester: RequesterRecord,
  request: RequestRecord,
  nowMs: number,
  rules: RequestRules,
): RequesterRecord | undefined {
  const provedAtMs = request.approvals.length > 0 ? identityProvedAtMs(request.proofs, rules) : undefined
  if (provedAtMs === undefined || !request.user) return undefined
  const evidence = acceptedEvidence(request.proofs, nowMs)
  const validUntilMs = provedAtMs + rules.proofValidityInDays * millisecondsInDay
  const proof = { requestId: request.id, provedAtMs, validUntilMs, evidence }
  if (!validProof({ ...requester, proof }, nowMs)) return undefined
  if (requester.proof && requester.proof.provedAtMs >= provedAtMs) return undefined
  return { ...requester, user: request.user, failed: 0, lock: undefined, proof }
}

/** Removes an expired proof, so that further failed proofs do not keep its evidence. */
export function withoutExpiredProof(requester: RequesterRecord, nowMs: number): RequesterRecord {
  const { proof } = requester
  return proof && nowMs >= proof.validUntilMs ? { ...requester, proof: undefined } : requester
}

/** Invalidates the proofs up to an instant that another document records. */
export function withProofsInvalidatedAt(requester: RequesterRecord, atMs: number): RequesterRecord {
  return { ...requester, invalidatedAtMs: Math.max(requester.invalidatedAtMs ?? 0, atMs) }
}

/** Invalidates every proof so far, also one that appears to be later because the clock went back. */
export function withInvalidatedProofs(requester: RequesterRecord, nowMs: number): RequesterRecord {
  const { proof, invalidatedAtMs = 0 } = requester
  return { ...requester, proof: undefined, invalidatedAtMs: Math.max(nowMs, invalidatedAtMs, proof?.provedAtMs ?? 0) }
}

/** Returns the instant from which no decision needs the document. */
export function retainRequesterUntil(
  { lock, proof, invalidatedAtMs }: RequesterRecord,
  nowMs: number,
  rules: Pick<RequestRules, 'proofValidityInDays' | 'lockoutInHours'>,
): number {
  const invalidMs = invalidatedAtMs === undefined ? 0 : invalidatedAtMs + rules.proofValidityInDays * millisecondsInDay
  const countedMs = nowMs + rules.lockoutInHours * millisecondsInHour
  return Math.max(countedMs, lock?.untilMs ?? 0, proof?.validUntilMs ?? 0, invalidMs) + (proof ? 0 : millisecondsInDay)
}
