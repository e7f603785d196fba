import { createHash, randomUUID } from 'node:crypto'
import type { AcceptedEvidence, Challenge, Proof, ProverName, Provers } from 'temporary-access-pass/requests'
import { text } from './form.js'

/** The identity check. In earnest this is a vendor: its page takes the pictures, and its server tells yours what came of them. */
export interface IdentityCheck {
  readonly provers: Provers
  /** What it has accepted for a request, as the page of a vendor would know. */
  acceptedFor(requestId: string): ReadonlySet<ProverName>
}

/**
 * SIMULATED: it looks at no face and no document. The page says what the camera would see, and whoever asks could say
 * anything. What is real is the way of the answers: a face is compared with the evidence before it, nobody is told by the
 * time it takes whether there is such a person, and no picture is passed on.
 */
export function simulatedIdentityCheck(): IdentityCheck {
  const accepted = new Map<string, Set<ProverName>>()
  const check =
    (prover: ProverName) =>
    async (challenge: Challenge): Promise<Proof> => {
      const proof = look(prover, challenge)
      if (proof.isAccepted) remember(accepted, challenge.requestId).add(prover)
      return proof
    }
  return {
    provers: { liveness: check('liveness'), document: check('document') },
    acceptedFor: (requestId) => accepted.get(requestId) ?? new Set(),
  }
}

/** `seen` of the form: `own`, `other` (another person), `fake` (a photograph held up, a copied passport). */
function look(prover: ProverName, { presented, accepted, ...asked }: Challenge): Proof {
  const seen = text(presented, 'seen')
  const whose = seen === 'own' ? (asked.userId ?? asked.requestId) : 'somebody else'
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

const mostRequests = 1_000

function remember(accepted: Map<string, Set<ProverName>>, requestId: string): Set<ProverName> {
  const provers = accepted.get(requestId) ?? new Set()
  accepted.set(requestId, provers)
  const [oldest] = accepted.keys()
  if (accepted.size > mostRequests && oldest !== undefined) accepted.delete(oldest)
  return provers
}
