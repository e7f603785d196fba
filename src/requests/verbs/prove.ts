import { cleanText } from '../../core/event/clean-text.js'
import { inputIssue } from '../../core/input/input-issue.js'
import { needsTwoPeople } from '../../core/policy/dual-control.js'
import { InvalidInputError, PortFailedError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import type { Proof, ProverName } from '../../ports/prover.js'
import type { ProveInput } from '../api.js'
import type { LoadedRequest } from '../kernel/change-request.js'
import { countProof, loadRequester, uncountProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { RequesterRequest } from '../kernel/input.js'
import { readProve } from '../kernel/input.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { userOf } from '../kernel/organisation.js'
import type { RequestResult, TransitionOutcome } from '../kernel/transition.js'
import { transitionAsRequester, transitionResult } from '../kernel/transition.js'
import { acceptedEvidence } from '../model/evidence.js'
import type { EarlierProof, RequestRecord } from '../model/request.js'
import type { ReusableProof } from '../model/requester.js'
import { validProofOf } from '../model/requester.js'
import type { ComparedProofs, TransitionResult } from '../model/transitions.js'
import { checkProving, prove } from '../model/transitions.js'

/** A prover may look at a film: longer than any other port. */
const proverDeadlineMs = 60_000

/**
 * Counts the attempt, has the evidence checked, and decides: the same steps for everybody, the prover included. What the
 * prover says of nobody changes nothing but what a stranger sees.
 */
export async function proveRequest(deps: RequestDeps, input: ProveInput): Promise<RequestResult> {
  let requestId: string | undefined
  const value = await audited(deps, 'requests.prove', input, async (audit) => {
    const { prover, presented, ...held } = readProve(input, deps.tenantId)
    requestId = held.requestId
    if (!deps.provers[prover]) {
      throw new InvalidInputError([inputIssue('unknownField', 'prover', 'input.noProver')])
    }
    const outcome = await attempt(deps, held, prover, presented)
    const isAccepted = outcome.result.ok
      ? outcome.result.next.proofs.some((one) => one.prover === prover && one.isAccepted)
      : undefined
    return transitionResult(audit, 'prove', held, outcome, { prover, isAccepted })
  })
  if (value.ok && value.state === 'awaitingReview') notifyReviewersLater(deps, requestId)
  return value
}

async function attempt(
  deps: RequestDeps,
  held: RequesterRequest,
  prover: ProverName,
  presented: unknown,
): Promise<TransitionOutcome> {
  let found: RequestRecord | undefined
  const nothingYet = async (): Promise<void> => undefined
  const first = await transitionAsRequester(deps, held, nothingYet, (request, _, __, nowMs) => {
    found = request
    return checkProving(request, prover, nowMs)
  })
  if (!first.result.ok || !found) return first
  const asking = found
  const requester = await countProof(deps, asking)
  if (!requester) return { before: found, result: { ok: false, reason: 'locked', state: found.state } }
  try {
    const earlier = validProofOf(requester, found.user, deps.ports.nowMs())
    const proof = await ask(deps, found, earlier, prover, presented)
    const compared = { proofs: found.proofs, earlier: earlier && earlierProof(earlier) }
    const outcome = await record(deps, held, prover, { proof, compared })
    if (proof.isAccepted) await uncountProof(deps, asking)
    return outcome
  } catch (error) {
    // What could not be checked has not failed.
    if (error instanceof PortFailedError && error.port === 'prover') await uncountProof(deps, asking)
    throw error
  }
}

function record(
  deps: RequestDeps,
  held: RequesterRequest,
  prover: ProverName,
  { proof, compared }: { readonly proof: Proof; readonly compared: ComparedProofs },
): Promise<TransitionOutcome> {
  return transitionAsRequester(
    deps,
    held,
    async (request) => {
      const [person, requester] = await Promise.all([
        // Somebody is looked up for nobody, too.
        userOf(deps, request.user ? request : { ...request, user: { id: request.requesterId } }),
        loadRequester(deps, request),
      ])
      return { person: request.user && person, requester }
    },
    (request, { person, requester }, { policy }: LoadedRequest, nowMs): TransitionResult => {
      const valid = validProofOf(requester, request.user, nowMs)
      const isReturning = person?.isEnabled === true && !policy.unreadable && !needsTwoPeople(policy.policy, person)
      const earlier = isReturning && valid ? earlierProof(valid) : undefined
      const by = { kind: 'requester', id: request.user?.id ?? '' } as const
      const transitionContext = { nowMs, by, rules: deps.rules }
      return prove(request, prover, proof, { earlier, compared }, transitionContext)
    },
  )
}

function earlierProof({ requestId, provedAtMs }: ReusableProof): EarlierProof {
  return { requestId, provedAtMs }
}

/** What a prover throws often quotes what it was shown: its own error is not passed on. */
async function ask(
  deps: RequestDeps,
  request: RequestRecord,
  earlier: ReusableProof | undefined,
  name: ProverName,
  presented: unknown,
): Promise<Proof> {
  const nowMs = deps.ports.nowMs()
  const challenge = {
    requestId: request.id,
    tenantId: deps.tenantId,
    userId: request.user?.id,
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
function checkedProof(value: unknown): Proof {
  const { isAccepted, assurance, references, digests } = Object(value)
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
