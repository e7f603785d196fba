import { millisecondsInDay } from 'date-fns/constants'
import type { AcceptedEvidence, Proof, ProverName } from '../../ports/prover.js'
import type { EarlierProof, ProofRecord } from './request.js'
import type { RequestRules } from './rules.js'

/** A proof as it is kept: what was decided for as long as the request, where the evidence lies for as long as its retention. */
export function recordProof(
  prover: ProverName,
  { isAccepted, assurance, references, digests }: Proof,
  nowMs: number,
  { rules, comparedWith }: { readonly rules: RequestRules; readonly comparedWith?: EarlierProof | undefined },
): ProofRecord {
  const eraseAtMs = nowMs + rules.evidenceRetentionInDays * millisecondsInDay
  return { prover, isAccepted, assurance, atMs: nowMs, evidence: { references, digests }, eraseAtMs, comparedWith }
}

/** At most one proof of a kind: an accepted one stays, a failed one gives way. */
export function withProof(proofs: readonly ProofRecord[], proof: ProofRecord): readonly ProofRecord[] {
  return [...proofs.filter(({ prover }) => prover !== proof.prover), proof]
}

/** The same proofs without the evidence whose time is over; the very same list where there is none. */
export function eraseEvidence(proofs: readonly ProofRecord[], nowMs: number): readonly ProofRecord[] {
  if (!proofs.some((proof) => isToErase(proof, nowMs))) return proofs
  return proofs.map((proof) => (isToErase(proof, nowMs) ? { ...proof, evidence: undefined } : proof))
}

/** What a prover may compare with. */
export function acceptedEvidence(proofs: readonly ProofRecord[], nowMs: number): readonly AcceptedEvidence[] {
  return proofs.flatMap(({ prover, isAccepted, atMs, evidence, eraseAtMs }) =>
    isAccepted && evidence && nowMs < eraseAtMs ? [{ prover, acceptedAt: new Date(atMs), ...evidence }] : [],
  )
}

/** When identity was proved: the oldest proof of a set that is enough. `undefined`: it is not. */
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
 * Is it enough for somebody whose earlier proof is valid? Only what was compared with that very proof counts: a face that was
 * shown before there was another to compare it with is anybody's.
 */
export function isReturningProved(
  proofs: readonly ProofRecord[],
  earlier: EarlierProof,
  { returningProofs }: RequestRules,
): boolean {
  const accepted = acceptedProvers(proofs.filter(({ comparedWith }) => comparedWith?.requestId === earlier.requestId))
  return returningProofs.every((prover) => accepted.has(prover))
}

/** Was every proof accepted by now among those that a prover was handed? */
export function isComparedWithAll(proofs: readonly ProofRecord[], handed: readonly ProofRecord[]): boolean {
  return proofs
    .filter(({ isAccepted }) => isAccepted)
    .every(({ prover, atMs }) => handed.some((one) => one.isAccepted && one.prover === prover && one.atMs === atMs))
}

function acceptedProvers(proofs: readonly ProofRecord[]): ReadonlySet<ProverName> {
  return new Set(proofs.filter(({ isAccepted }) => isAccepted).map(({ prover }) => prover))
}

function isToErase({ evidence, eraseAtMs }: ProofRecord, nowMs: number): boolean {
  return evidence !== undefined && nowMs >= eraseAtMs
}
