import { millisecondsInDay } from 'date-fns/constants'
import type { AcceptedEvidence, Proof, ProverName } from '../../ports/prover.js'
import type { EarlierProof, ProofRecord } from './request.js'
import type { RequestRules } from './rules.js'

/** Returns a proof as it is stored: the decision as long as the request, the evidence for its own retention. */
export function recordProof(
  prover: ProverName,
  { isAccepted, assurance, references, digests }: Proof,
  nowMs: number,
  { rules, comparedWith }: { readonly rules: RequestRules; readonly comparedWith?: EarlierProof | undefined },
): ProofRecord {
  const eraseAtMs = nowMs + rules.evidenceRetentionInDays * millisecondsInDay
  return { prover, isAccepted, assurance, atMs: nowMs, evidence: { references, digests }, eraseAtMs, comparedWith }
}

/** Replaces the proof of the same prover: a request has at most one of each. */
export function withProof(proofs: readonly ProofRecord[], proof: ProofRecord): readonly ProofRecord[] {
  return [...proofs.filter(({ prover }) => prover !== proof.prover), proof]
}

/** Removes the evidence whose retention is over. Returns the same list if there is none. */
export function eraseEvidence(proofs: readonly ProofRecord[], nowMs: number): readonly ProofRecord[] {
  if (!proofs.some((proof) => isErasable(proof, nowMs))) return proofs
  return proofs.map((proof) => (isErasable(proof, nowMs) ? { ...proof, evidence: undefined } : proof))
}

/** Returns the accepted evidence that a prover may compare with. */
export function acceptedEvidence(proofs: readonly ProofRecord[], nowMs: number): readonly AcceptedEvidence[] {
  return proofs.flatMap(({ prover, isAccepted, atMs, evidence, eraseAtMs }) =>
    isAccepted && evidence && nowMs < eraseAtMs ? [{ prover, acceptedAt: new Date(atMs), ...evidence }] : [],
  )
}

/** Returns when identity was proved: the oldest proof of a complete set. `undefined`: no set is complete. */
export function identityProvedAtMs(
  proofs: readonly ProofRecord[],
  { identityProofs }: RequestRules,
): number | undefined {
  const accepted = acceptedProvers(proofs)
  const instants = identityProofs
    .filter((set) => set.every((prover) => accepted.has(prover)))
    .map((set) => Math.min(...proofs.filter(({ prover }) => set.includes(prover)).map(({ atMs }) => atMs)))
  return instants.length === 0 ? undefined : Math.max(...instants)
}

/**
 * Returns whether the proofs are enough for a user with a valid earlier proof. Only proofs that were compared with it count: a
 * liveness check without a comparison accepts any face.
 */
export function isReturningProved(
  proofs: readonly ProofRecord[],
  earlier: EarlierProof,
  { returningProofs }: RequestRules,
): boolean {
  const accepted = acceptedProvers(proofs.filter(({ comparedWith }) => comparedWith?.requestId === earlier.requestId))
  return returningProofs.every((prover) => accepted.has(prover))
}

/** Returns whether the prover received every proof that is accepted by now. */
export function isComparedWithAll(proofs: readonly ProofRecord[], received: readonly ProofRecord[]): boolean {
  return proofs
    .filter(({ isAccepted }) => isAccepted)
    .every(({ prover, atMs }) =>
      received.some((proof) => proof.isAccepted && proof.prover === prover && proof.atMs === atMs),
    )
}

function acceptedProvers(proofs: readonly ProofRecord[]): ReadonlySet<ProverName> {
  return new Set(proofs.filter(({ isAccepted }) => isAccepted).map(({ prover }) => prover))
}

function isErasable({ evidence, eraseAtMs }: ProofRecord, nowMs: number): boolean {
  return evidence !== undefined && nowMs >= eraseAtMs
}
