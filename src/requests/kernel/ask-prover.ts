import { cleanText } from '../../core/event/clean-text.js'
import { PortFailedError } from '../../errors.js'
import type { Proof, ProverName } from '../../ports/prover.js'
import { acceptedEvidence } from '../model/evidence.js'
import type { RequestRecord } from '../model/request.js'
import type { ReusableProof } from '../model/requester.js'
import type { RequestDeps } from './deps.js'

/** Longer than the deadline of other ports: a prover may check a film. */
const proverDeadlineMs = 60_000
const maxAssuranceLength = 64
const maxReferenceLength = 256
const maxDigestLength = 128
const maxTexts = 16

/** @throws {@link PortFailedError} without the prover's own error, which may quote the evidence. */
export async function askProver(
  deps: RequestDeps,
  {
    request,
    earlier,
    prover,
    presented,
  }: {
    readonly request: RequestRecord
    readonly earlier: ReusableProof | undefined
    readonly prover: ProverName
    readonly presented: unknown
  },
): Promise<Proof> {
  const challenge = {
    requestId: request.id,
    tenantId: deps.tenantId,
    userId: request.user?.id,
    presented,
    accepted: [...(earlier?.evidence ?? []), ...acceptedEvidence(request.proofs, deps.ports.nowMs())],
  }
  try {
    return checkProof(await deps.timer.within(proverDeadlineMs, async () => deps.provers[prover]?.(challenge)))
  } catch {
    throw new PortFailedError('prover', prover, new Error('The prover failed; it can log why, without the evidence'))
  }
}

/** Copies references and digests only, so that no raw evidence is stored. */
function checkProof(value: unknown): Proof {
  const { isAccepted, assurance, references, digests } = Object(value)
  if (typeof isAccepted !== 'boolean') throw new TypeError('isAccepted must be true or false')
  return {
    isAccepted,
    assurance: checkText(assurance, maxAssuranceLength),
    references: checkTexts(references, maxReferenceLength),
    digests: digests === undefined ? undefined : checkTexts(digests, maxDigestLength),
  }
}

function checkTexts(list: unknown, maxLength: number): readonly string[] {
  if (!Array.isArray(list) || list.length > maxTexts)
    throw new TypeError(`must be an array of at most ${maxTexts} texts`)
  return list.map((text: unknown) => checkText(text, maxLength))
}

function checkText(text: unknown, maxLength: number): string {
  if (typeof text === 'string' && text !== '' && text.length <= maxLength) return cleanText(text, maxLength)
  throw new TypeError(`must be text of 1 to ${maxLength} characters`)
}
