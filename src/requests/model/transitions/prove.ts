import { millisecondsInHour } from 'date-fns/constants'
import type { Proof, ProverName } from '../../../ports/prover.js'
import { identityProvedAtMs, isComparedWithAll, isReturningProved, recordProof, withProof } from '../evidence.js'
import type { EarlierProof, ProofRecord, RequestRecord, TransitionActor } from '../request.js'
import type { TransitionResult } from './apply-transition.js'
import { applyTransition, refusal } from './apply-transition.js'
import { toAwaitingReview } from './await-review.js'
import type { TransitionContext } from './with-transition.js'
import { withTransition } from './with-transition.js'

const proofActor: TransitionActor = { kind: 'system', id: 'proof' }

/** The proofs that the prover received. Others may have been accepted while it worked. */
export interface ComparedProofs {
  readonly proofs: readonly ProofRecord[]
  readonly earlier?: EarlierProof | undefined
}

/** Adds a proof. `earlier` is an earlier proof that is valid now; leave it out if two people must decide. */
export function prove(
  request: RequestRecord,
  prover: ProverName,
  proof: Proof,
  { earlier, compared }: { readonly earlier?: EarlierProof | undefined; readonly compared: ComparedProofs },
  context: TransitionContext,
): TransitionResult {
  const { nowMs, rules } = context
  return applyTransition(request, 'prove', nowMs, (current) => {
    if (isProvedBy(current, prover)) return refusal('alreadyProved', current)
    if (proof.isAccepted && !isComparedWithAll(current.proofs, compared.proofs)) return refusal('notCompared', current)
    const record = recordProof(prover, proof, nowMs, { rules, comparedWith: compared.earlier })
    const proofs = withProof(current.proofs, record)
    const proving = withTransition(current, 'prove', context, { state: 'proving', proofs })
    if (!proof.isAccepted) return { ok: true, next: proving }
    if (earlier && isReturningProved(proofs, earlier, rules)) {
      return { ok: true, next: approveByEarlierProof(proving, earlier, context) }
    }
    const isProved = identityProvedAtMs(proofs, rules) !== undefined
    return { ok: true, next: isProved ? toAwaitingReview(proving, nowMs, rules) : proving }
  })
}

/** Refuses a proof that cannot count, before the prover is asked to check it. */
export function checkProving(request: RequestRecord, prover: ProverName, nowMs: number): TransitionResult {
  return applyTransition(request, 'prove', nowMs, (current) =>
    isProvedBy(current, prover) ? refusal('alreadyProved', current) : { ok: true, next: current },
  )
}

function approveByEarlierProof(
  request: RequestRecord,
  { requestId: reusedProofOf }: EarlierProof,
  { nowMs, rules }: TransitionContext,
): RequestRecord {
  const dueAtMs = nowMs + rules.collectionDeadlineInHours * millisecondsInHour
  const justification = `An earlier proof is valid: request ${reusedProofOf}`
  const origin = { nowMs, by: proofActor, justification }
  return withTransition(request, 'approve', origin, { state: 'approved', reusedProofOf, dueAtMs })
}

function isProvedBy({ proofs }: RequestRecord, prover: ProverName): boolean {
  return proofs.some((proof) => proof.prover === prover && proof.isAccepted)
}
