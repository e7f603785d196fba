import { cleanText } from '../../core/event/clean-text.js'
import { readMember } from '../../core/input/own-fields.js'
import { messageText } from '../../core/message/english.js'
import type { MessageText } from '../../core/message/message-text.js'
import { callPort, PortProblem } from '../../kernel/port-failure.js'
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
  const call = { port: 'prover', operation: prover, timer: deps.timer, deadlineMs: proverDeadlineMs } as const
  return callPort(call, async () => checkProof(await withoutItsError(async () => deps.provers[prover]?.(challenge))))
}

async function withoutItsError(prove: () => Promise<Proof | undefined>): Promise<unknown> {
  try {
    return await prove()
  } catch {
    throw new PortProblem(messageText('port.prover'))
  }
}

const proofFields = ['isAccepted', 'assurance', 'references', 'digests'] as const

/** Copies references and digests only, so that no raw evidence is stored. */
function checkProof(value: unknown): Proof {
  const [isAccepted, assurance, references, digests] = proofFields.map((name) => readMember(value, name))
  if (typeof isAccepted !== 'boolean') throw wrongField('isAccepted', messageText('expected.boolean'))
  if (!isShortText(assurance, maxAssuranceLength)) {
    throw wrongField('assurance', messageText('expected.text', { maximum: maxAssuranceLength }))
  }
  return {
    isAccepted,
    assurance: cleanText(assurance, maxAssuranceLength),
    references: checkTexts('references', references, maxReferenceLength),
    digests: digests === undefined ? undefined : checkTexts('digests', digests, maxDigestLength),
  }
}

function checkTexts(field: string, list: unknown, maximum: number): readonly string[] {
  if (!Array.isArray(list) || list.length > maxTexts || !list.every((text) => isShortText(text, maximum))) {
    throw wrongField(field, messageText('expected.shortTexts', { entries: maxTexts, maximum }))
  }
  return list.map((text) => cleanText(text, maximum))
}

function isShortText(text: unknown, maximum: number): text is string {
  return typeof text === 'string' && text !== '' && text.length <= maximum
}

function wrongField(field: string, expected: MessageText): PortProblem {
  return new PortProblem(messageText('port.prover.field', { field, expected }))
}
