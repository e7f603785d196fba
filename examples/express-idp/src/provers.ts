import { createHash, randomUUID } from 'node:crypto'
import type { AcceptedEvidence, Challenge, Proof, ProverName, Provers } from 'temporary-access-pass/requests'
import { text } from './form.js'

/** The identity check. In production, a vendor takes the pictures on its page and reports the result to your server. */
export interface IdentityCheck {
  readonly provers: Provers
  /** Returns the checks that a request has passed. The page of a vendor would know this as well. */
  acceptedFor(requestId: string): ReadonlySet<ProverName>
}

/**
 * SIMULATED: it checks no face and no document. The requester chooses what the camera would see. Everything else is real:
 * a face is compared with earlier evidence, the response time does not reveal whether a user exists, and no picture is
 * passed to the library.
 */
export function simulatedIdentityCheck(): IdentityCheck {
  const accepted = new Map<string, Set<ProverName>>()
  const check =
    (prover: ProverName) =>
    async (challenge: Challenge): Promise<Proof> => {
      const proof = simulateCheck(prover, challenge)
      if (proof.isAccepted) acceptedChecks(accepted, challenge.requestId).add(prover)
      return proof
    }
  return {
    provers: { liveness: check('liveness'), document: check('document') },
    acceptedFor: (requestId) => accepted.get(requestId) ?? new Set(),
  }
}

/** `seen` in the form: `own`, `other` (another person) or `fake` (a photograph of the face, a copy of the passport). */
function simulateCheck(prover: ProverName, { presented, accepted, ...asked }: Challenge): Proof {
  const seen = text(presented, 'seen')
  const whose = seen === 'own' ? (asked.userId ?? asked.requestId) : 'another person'
  const face = createHash('sha256').update(`simulated face of ${whose}`).digest('base64url')
  return {
    isAccepted: (seen === 'own' || seen === 'other') && accepted.every((evidence) => isSameFace(evidence, face)),
    assurance: 'simulated',
    references: [`simulated-${prover}-${randomUUID()}`],
    digests: [face],
  }
}

function isSameFace({ digests = [] }: AcceptedEvidence, face: string): boolean {
  return digests.includes(face)
}

const maxRequests = 1_000

/** Returns the set of a request. The oldest request is removed when there are too many. */
function acceptedChecks(accepted: Map<string, Set<ProverName>>, requestId: string): Set<ProverName> {
  const provers = accepted.get(requestId) ?? new Set()
  accepted.set(requestId, provers)
  const [oldest] = accepted.keys()
  if (accepted.size > maxRequests && oldest !== undefined) accepted.delete(oldest)
  return provers
}
