import { inputIssue } from '../../core/input/create-issue.js'
import { needsTwoPeople } from '../../core/policy/dual-control.js'
import { InvalidInputError, PortFailedError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import type { Proof, ProverName } from '../../ports/prover.js'
import type { ProveInput, RequestResult } from '../inputs.js'
import { askProver } from '../kernel/ask-prover.js'
import { countProof, loadRequester, uncountProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { RequesterRequest } from '../kernel/input.js'
import { readProve } from '../kernel/input.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { userOf } from '../kernel/organisation.js'
import type { TransitionOutcome } from '../kernel/transition.js'
import { transitionAsRequester, transitionResult } from '../kernel/transition.js'
import type { EarlierProof, RequestRecord } from '../model/request.js'
import type { ReusableProof } from '../model/requester.js'
import { validProofOf } from '../model/requester.js'
import type { ComparedProofs } from '../model/transitions/prove.js'
import { checkProving, prove } from '../model/transitions/prove.js'

/**
 * Takes the same steps for every requester, the prover included. The result for an unknown user is stored, but its request
 * never leads to a pass.
 */
export async function proveRequest(deps: RequestDeps, input: ProveInput): Promise<RequestResult> {
  let requestId: string | undefined
  const value = await audited(deps, 'requests.prove', input, async (audit) => {
    const { prover, presented, ...requesterRequest } = readProve(input, deps.tenantId)
    requestId = requesterRequest.requestId
    if (!deps.provers[prover]) throw missingProver(deps)
    const outcome = await attempt(deps, requesterRequest, prover, presented)
    const isAccepted = outcome.result.ok
      ? outcome.result.next.proofs.some((proof) => proof.prover === prover && proof.isAccepted)
      : undefined
    return transitionResult(audit, 'prove', requesterRequest, outcome, { prover, isAccepted })
  })
  if (value.ok && value.state === 'awaitingReview') notifyReviewersLater(deps, requestId)
  return value
}

async function attempt(
  deps: RequestDeps,
  requesterRequest: RequesterRequest,
  prover: ProverName,
  presented: unknown,
): Promise<TransitionOutcome> {
  const checked = await transitionAsRequester(deps, requesterRequest, {
    isCheck: true,
    decide: ({ request, nowMs }) => checkProving(request, prover, nowMs),
  })
  if (!checked.result.ok || !checked.before) return checked
  const request = checked.before
  const requester = await countProof(deps, request)
  if (!requester) return { before: request, result: { ok: false, reason: 'locked', state: request.state } }
  try {
    const earlier = validProofOf(requester, request.user, deps.ports.nowMs())
    const proof = await askProver(deps, { request, earlier, prover, presented })
    const compared = { proofs: request.proofs, earlier: earlier && earlierProof(earlier) }
    const outcome = await record(deps, requesterRequest, prover, { proof, compared })
    if (proof.isAccepted) await uncountProof(deps, request)
    return outcome
  } catch (error) {
    // Evidence that could not be checked is no failed proof.
    if (error instanceof PortFailedError && error.port === 'prover') await uncountProof(deps, request)
    throw error
  }
}

function record(
  deps: RequestDeps,
  requesterRequest: RequesterRequest,
  prover: ProverName,
  { proof, compared }: { readonly proof: Proof; readonly compared: ComparedProofs },
): Promise<TransitionOutcome> {
  return transitionAsRequester(deps, requesterRequest, {
    async readFacts(request) {
      const [user, requester] = await Promise.all([findUserOrDecoy(deps, request), loadRequester(deps, request)])
      return { user, requester }
    },
    decide: ({ request, facts: { user, requester }, loaded: { policy }, nowMs }) => {
      const valid = validProofOf(requester, request.user, nowMs)
      const isReturning = user?.isEnabled === true && !policy.unreadable && !needsTwoPeople(policy.policy, user)
      const earlier = isReturning && valid ? earlierProof(valid) : undefined
      const by = { kind: 'requester', id: request.user?.id ?? '' } as const
      return prove(request, prover, proof, { earlier, compared }, { nowMs, by, rules: deps.rules })
    },
  })
}

/** Asks the directory for an unknown user too, so that the calls of the ports reveal nothing. */
async function findUserOrDecoy(deps: RequestDeps, request: RequestRecord): ReturnType<typeof userOf> {
  const found = await userOf(deps, request.user ? request : { ...request, user: { id: request.requesterId } })
  return request.user && found
}

function earlierProof({ requestId, provedAtMs }: ReusableProof): EarlierProof {
  return { requestId, provedAtMs }
}

function missingProver({ provers }: RequestDeps): InvalidInputError {
  const given = Object.keys(provers).join(', ')
  return new InvalidInputError([inputIssue('unknownField', 'prover', 'input.noProver', { provers: given })])
}
