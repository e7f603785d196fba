import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import type { AcceptedEvidence } from '../../ports/prover.js'
import { acceptedEvidence, identityProvedAtMs } from './evidence.js'
import type { RequestRecord, UserRef } from './request.js'
import { isSameRef } from './request.js'
import type { RequestRules } from './rules.js'

/** How somebody stands who asks: failed proofs, and a proof that still counts. One document for each who was ever tried. */
export interface RequesterRecord {
  /** Absent for a name that nobody bears: its failures are counted all the same. */
  readonly user?: UserRef | undefined
  /** Proofs that failed or are being checked, since the last one that a reviewer believed. */
  readonly failed: number
  readonly lastFailedAtMs?: number | undefined
  readonly lock?: { readonly untilMs: number; readonly lengthMs: number } | undefined
  readonly proof?: ReusableProof | undefined
  /** A reviewer said no then: what was proved up to that moment counts for nothing any more. */
  readonly invalidatedAtMs?: number | undefined
  readonly commitIds: readonly string[]
}

/** An identity proof that a reviewer believed. */
export interface ReusableProof {
  readonly requestId: string
  readonly provedAtMs: number
  readonly validUntilMs: number
  /** Sealed and not readable. */
  readonly evidence: readonly AcceptedEvidence[]
}

export const newRequester: RequesterRecord = { failed: 0, commitIds: [] }

/** A lock lasts at most its own length from now, however far the clock has stepped back. */
export function isLocked({ lock }: RequesterRecord, nowMs: number): boolean {
  return lock !== undefined && nowMs < lock.untilMs
}

/** Counted before it is checked: of any number at once, no more than allowed are checked. */
export function withFailedProof(requester: RequesterRecord, nowMs: number, rules: RequestRules): RequesterRecord {
  const lengthMs = rules.lockoutInHours * millisecondsInHour
  const isForgotten = requester.lock !== undefined || nowMs - (requester.lastFailedAtMs ?? nowMs) >= lengthMs
  const failed = (isForgotten ? 0 : requester.failed) + 1
  const lock = failed >= rules.failedProofsBeforeLockout ? { untilMs: nowMs + lengthMs, lengthMs } : undefined
  return { ...requester, failed, lastFailedAtMs: nowMs, lock }
}

/** It did not fail. */
export function withoutFailedProof(requester: RequesterRecord, rules: RequestRules): RequesterRecord {
  const failed = Math.max(0, requester.failed - 1)
  return { ...requester, failed, lock: failed < rules.failedProofsBeforeLockout ? undefined : requester.lock }
}

/** The proof that counts now. */
export function validProof({ proof, invalidatedAtMs = 0 }: RequesterRecord, nowMs: number): ReusableProof | undefined {
  return proof && nowMs < proof.validUntilMs && proof.provedAtMs > invalidatedAtMs ? proof : undefined
}

/** The proof that counts now for that person: whoever was given an id later is not vouched for by whoever had it before. */
export function validProofOf(
  requester: RequesterRecord,
  person: UserRef | undefined,
  nowMs: number,
): ReusableProof | undefined {
  return isSameRef(requester.user, person) ? validProof(requester, nowMs) : undefined
}

/** What a reviewer has believed. `undefined`: nothing new, or nothing that is worth anything any more. */
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

/** Without the evidence of a proof whose days are over: nobody keeps it by going on failing others. */
export function withoutExpiredProof(requester: RequesterRecord, nowMs: number): RequesterRecord {
  const { proof } = requester
  return proof && nowMs >= proof.validUntilMs ? { ...requester, proof: undefined } : requester
}

/** Invalidates the proofs up to an instant that another document records. */
export function withProofsInvalidatedAt(requester: RequesterRecord, atMs: number): RequesterRecord {
  return { ...requester, invalidatedAtMs: Math.max(requester.invalidatedAtMs ?? 0, atMs) }
}

/** A reviewer said no. To what was believed, too, where the clock has stepped back since it was proved. */
export function withInvalidatedProofs(requester: RequesterRecord, nowMs: number): RequesterRecord {
  const { proof, invalidatedAtMs = 0 } = requester
  return { ...requester, proof: undefined, invalidatedAtMs: Math.max(nowMs, invalidatedAtMs, proof?.provedAtMs ?? 0) }
}

/** Until when it says anything that matters. */
export function retainRequesterUntil(
  { lock, proof, invalidatedAtMs }: RequesterRecord,
  nowMs: number,
  rules: Pick<RequestRules, 'proofValidityInDays' | 'lockoutInHours'>,
): number {
  const voidedMs = invalidatedAtMs === undefined ? 0 : invalidatedAtMs + rules.proofValidityInDays * millisecondsInDay
  const countedMs = nowMs + rules.lockoutInHours * millisecondsInHour
  return Math.max(countedMs, lock?.untilMs ?? 0, proof?.validUntilMs ?? 0, voidedMs) + (proof ? 0 : millisecondsInDay)
}
