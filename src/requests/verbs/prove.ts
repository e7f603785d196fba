import { cleanText } from '../../core/event/clean-text.js'
import { InvalidInputError, PortFailedError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import type { Proof, ProverName } from '../../ports/prover.js'
import type { ProveInput } from '../api.js'
import type { LoadedRequest } from '../kernel/change-request.js'
import { countAttempt, loadStanding, uncountAttempt } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { Held } from '../kernel/input.js'
import { readProve } from '../kernel/input.js'
import { tellReviewersLater } from '../kernel/notify-reviewers.js'
import { personOf } from '../kernel/organisation.js'
import type { Outcome, RequestResult } from '../kernel/transition.js'
import { moveHeld, told } from '../kernel/transition.js'
import { needsTwo } from '../model/dual-control.js'
import { acceptedEvidence } from '../model/evidence.js'
import type { EarlierProof, RequestRecord } from '../model/request.js'
import type { StandingProof } from '../model/requester.js'
import { validProofOf } from '../model/requester.js'
import type { Compared, Judged } from '../model/transitions.js'
import { objectionToProving, prove } from '../model/transitions.js'

/** A prover may look at a film: longer than any other port. */
const proverDeadlineMs = 60_000

/**
 * Counts the attempt, has the evidence checked, and decides: the same steps for everybody, the prover included. What the
 * prover says of nobody changes nothing but what a stranger sees.
 */
export async function proveRequest(deps: RequestDeps, input: ProveInput): Promise<RequestResult> {
  let requestId: string | undefined
  const answer = await audited(deps, 'requests.prove', input, async (trail) => {
    const { prover, presented, ...held } = readProve(input, deps.tenantId)
    requestId = held.requestId
    if (!deps.provers[prover]) {
      throw new InvalidInputError([
        { code: 'unknownField', field: 'prover', message: 'createRequests was given none such' },
      ])
    }
    const outcome = await attempt(deps, held, prover, presented)
    const isAccepted = outcome.judged.ok
      ? outcome.judged.next.proofs.some((one) => one.prover === prover && one.isAccepted)
      : undefined
    return told(trail, 'prove', held, outcome, { prover, isAccepted })
  })
  if (answer.ok && answer.state === 'awaitingReview') tellReviewersLater(deps, requestId)
  return answer
}

async function attempt(deps: RequestDeps, held: Held, prover: ProverName, presented: unknown): Promise<Outcome> {
  let found: RequestRecord | undefined
  const nothingYet = async (): Promise<void> => undefined
  const first = await moveHeld(deps, held, nothingYet, (request, _, __, nowMs) => {
    found = request
    return objectionToProving(request, prover, nowMs)
  })
  if (!first.judged.ok || !found) return first
  const { standingId } = found
  const standing = await countAttempt(deps, standingId)
  if (!standing) return { before: found, judged: { ok: false, reason: 'locked', state: found.state } }
  try {
    const earlier = validProofOf(standing, found.person, deps.ports.nowMs())
    const proof = await ask(deps, found, earlier, prover, presented)
    const compared = { proofs: found.proofs, earlier: earlier && earlierProof(earlier) }
    const outcome = await record(deps, held, prover, { proof, compared })
    if (proof.isAccepted) await uncountAttempt(deps, standingId)
    return outcome
  } catch (error) {
    // What could not be checked has not failed.
    if (error instanceof PortFailedError && error.port === 'prover') await uncountAttempt(deps, standingId)
    throw error
  }
}

function record(
  deps: RequestDeps,
  held: Held,
  prover: ProverName,
  { proof, compared }: { readonly proof: Proof; readonly compared: Compared },
): Promise<Outcome> {
  return moveHeld(
    deps,
    held,
    async (request) => {
      const [person, standing] = await Promise.all([
        // Somebody is looked up for nobody, too.
        personOf(deps, request.person ? request : { ...request, person: { id: request.standingId } }),
        loadStanding(deps, request.standingId),
      ])
      return { person: request.person && person, standing }
    },
    (request, { person, standing }, { policy }: LoadedRequest, nowMs): Judged => {
      const valid = validProofOf(standing, request.person, nowMs)
      const isReturning = person?.isEnabled === true && !policy.unreadable && !needsTwo(policy.policy, person)
      const earlier = isReturning && valid ? earlierProof(valid) : undefined
      const by = { kind: 'requester', id: request.person?.id ?? '' } as const
      const making = { nowMs, by, rules: deps.rules }
      return prove(request, prover, proof, { earlier, compared }, making)
    },
  )
}

function earlierProof({ requestId, provedAtMs }: StandingProof): EarlierProof {
  return { requestId, provedAtMs }
}

/** What a prover throws often quotes what it was shown: its own error is not passed on. */
async function ask(
  deps: RequestDeps,
  request: RequestRecord,
  earlier: StandingProof | undefined,
  name: ProverName,
  presented: unknown,
): Promise<Proof> {
  const nowMs = deps.ports.nowMs()
  const challenge = {
    requestId: request.id,
    tenantId: deps.tenantId,
    userId: request.person?.id,
    presented,
    accepted: [...(earlier?.evidence ?? []), ...acceptedEvidence(request.proofs, nowMs)],
  }
  try {
    return checkedProof(await deps.timer.within(proverDeadlineMs, async () => deps.provers[name]?.(challenge)))
  } catch {
    throw new PortFailedError('prover', name, new Error('The prover failed; it can log why, without the evidence'))
  }
}

/** References and digests, and nothing that could be a picture. */
function checkedProof(answer: unknown): Proof {
  const { isAccepted, assurance, references, digests } = Object(answer)
  if (typeof isAccepted !== 'boolean') throw new TypeError('isAccepted must be true or false')
  if (typeof assurance !== 'string' || assurance === '' || assurance.length > 64) throw new TypeError('assurance')
  return {
    isAccepted,
    assurance: cleanText(assurance, 64),
    references: checkedTexts(references, 256),
    digests: digests === undefined ? undefined : checkedTexts(digests, 128),
  }
}

function checkedTexts(list: unknown, longest: number): readonly string[] {
  const isRight = Array.isArray(list) && list.length <= 16
  if (!isRight) throw new TypeError('a list of at most 16 texts')
  return list.map((text: unknown) => {
    if (typeof text !== 'string' || text === '' || text.length > longest) throw new TypeError('text')
    return cleanText(text, longest)
  })
}
