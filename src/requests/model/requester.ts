import { sha256 } from '@noble/hashes/sha2.js'
import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import { encodeFields, toBase64Url } from '../../crypto/encoding.js'
import type { AcceptedEvidence } from '../../ports/prover.js'
import type { StoreKey } from '../../ports/store.js'
import { acceptedEvidence, identityProvedAtMs } from './evidence.js'
import type { PersonRef, RequestRecord } from './request.js'
import { isSameRef } from './request.js'
import type { RequestRules } from './rules.js'

/** How somebody stands who asks: failed proofs, and a proof that still counts. One document for each who was ever tried. */
export interface Standing {
  /** Absent for a name that nobody bears: its failures are counted all the same. */
  readonly person?: PersonRef | undefined
  /** Proofs that failed or are being checked, since the last one that a reviewer believed. */
  readonly failed: number
  readonly lastFailedAtMs?: number | undefined
  readonly lock?: { readonly untilMs: number; readonly lengthMs: number } | undefined
  readonly proof?: StandingProof | undefined
  /** A reviewer said no then: what was proved up to that moment counts for nothing any more. */
  readonly voidedAtMs?: number | undefined
  readonly commitIds: readonly string[]
}

/** An identity proof that a reviewer believed. */
export interface StandingProof {
  readonly requestId: string
  readonly provedAtMs: number
  readonly validUntilMs: number
  /** Sealed and not readable. */
  readonly evidence: readonly AcceptedEvidence[]
}

export const noStanding: Standing = { failed: 0, commitIds: [] }

/**
 * Which document counts for whom. A person has one under all names. Somebody who does not exist has one by what was typed,
 * folded as directories fold names. Hashed, because two ids do not fit one key; without a key of the ring, so that processes
 * that are given a new key one after another share one count.
 */
export function standingId(
  of: { readonly userId: string } | { readonly name: string; readonly employeeId: string },
): string {
  const fields = 'userId' in of ? ['person', of.userId] : ['name', folded(of.name), folded(of.employeeId)]
  return toBase64Url(sha256(encodeFields(fields)))
}

export function standingKey(tenantId: string, id: string): StoreKey {
  return { tenantId, kind: 'requester', id }
}

/** As a directory would compare it: without case, width and outer white space. */
export function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** A lock lasts at most its own length from now, however far the clock has stepped back. */
export function isLocked({ lock }: Standing, nowMs: number): boolean {
  return lock !== undefined && nowMs < lock.untilMs
}

/** Counted before it is checked: of any number at once, no more than allowed are checked. */
export function withAttempt(standing: Standing, nowMs: number, rules: RequestRules): Standing {
  const lengthMs = rules.lockoutInHours * millisecondsInHour
  const isForgotten = standing.lock !== undefined || nowMs - (standing.lastFailedAtMs ?? nowMs) >= lengthMs
  const failed = (isForgotten ? 0 : standing.failed) + 1
  const lock = failed >= rules.failedProofsBeforeLockout ? { untilMs: nowMs + lengthMs, lengthMs } : undefined
  return { ...standing, failed, lastFailedAtMs: nowMs, lock }
}

/** It did not fail. */
export function withoutAttempt(standing: Standing, rules: RequestRules): Standing {
  const failed = Math.max(0, standing.failed - 1)
  return { ...standing, failed, lock: failed < rules.failedProofsBeforeLockout ? undefined : standing.lock }
}

/** The proof that counts now. */
export function validProof({ proof, voidedAtMs = 0 }: Standing, nowMs: number): StandingProof | undefined {
  return proof && nowMs < proof.validUntilMs && proof.provedAtMs > voidedAtMs ? proof : undefined
}

/** The proof that counts now for that person: whoever was given an id later is not vouched for by whoever had it before. */
export function validProofOf(
  standing: Standing,
  person: PersonRef | undefined,
  nowMs: number,
): StandingProof | undefined {
  return isSameRef(standing.person, person) ? validProof(standing, nowMs) : undefined
}

/** What a reviewer has believed. `undefined`: nothing new, or nothing that is worth anything any more. */
export function withProofOf(
  standing: Standing,
  request: RequestRecord,
  nowMs: number,
  rules: RequestRules,
): Standing | undefined {
  const provedAtMs = request.approvals.length > 0 ? identityProvedAtMs(request.proofs, rules) : undefined
  if (provedAtMs === undefined || !request.person) return undefined
  const evidence = acceptedEvidence(request.proofs, nowMs)
  const validUntilMs = provedAtMs + rules.proofValidForDays * millisecondsInDay
  const proof = { requestId: request.id, provedAtMs, validUntilMs, evidence }
  if (!validProof({ ...standing, proof }, nowMs)) return undefined
  if (standing.proof && standing.proof.provedAtMs >= provedAtMs) return undefined
  return { ...standing, person: request.person, failed: 0, lock: undefined, proof }
}

/** Without the evidence of a proof whose days are over: nobody keeps it by going on failing others. */
export function withoutExpiredProof(standing: Standing, nowMs: number): Standing {
  const { proof } = standing
  return proof && nowMs >= proof.validUntilMs ? { ...standing, proof: undefined } : standing
}

/** A reviewer said no. To what was believed, too, where the clock has stepped back since it was proved. */
export function withoutProof(standing: Standing, nowMs: number): Standing {
  const { proof, voidedAtMs = 0 } = standing
  return { ...standing, proof: undefined, voidedAtMs: Math.max(nowMs, voidedAtMs, proof?.provedAtMs ?? 0) }
}

/** Until when it says anything that matters. */
export function retainStandingUntil(
  { lock, proof, voidedAtMs }: Standing,
  nowMs: number,
  rules: Pick<RequestRules, 'proofValidForDays' | 'lockoutInHours'>,
): number {
  const voidedMs = voidedAtMs === undefined ? 0 : voidedAtMs + rules.proofValidForDays * millisecondsInDay
  const countedMs = nowMs + rules.lockoutInHours * millisecondsInHour
  return Math.max(countedMs, lock?.untilMs ?? 0, proof?.validUntilMs ?? 0, voidedMs) + (proof ? 0 : millisecondsInDay)
}
