import type { RequestRefusalReason } from '../../core/event/request-vocabulary.js'
import { NotAuthorizedError, PolicyViolationError, RateLimitedError } from '../../errors.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { SingleUseApproval } from '../../kernel/issuing/issue.js'
import { ApprovalUnusableError, issue } from '../../kernel/issuing/issue.js'
import type { PassOrder } from '../../kernel/issuing/order.js'
import { load, requireReadable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { CollectResult, RequesterInput } from '../inputs.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadRequester, recordReusableProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { RequesterRequest } from '../kernel/input.js'
import { readRequesterRequest } from '../kernel/input.js'
import { userOf } from '../kernel/organisation.js'
import type { TransitionOutcome } from '../kernel/transition.js'
import { refusedResult, transitionAsRequester, transitionResult } from '../kernel/transition.js'
import { approvalsNeeded } from '../model/dual-control.js'
import { passTermsOf, policyForRequests } from '../model/pass-terms.js'
import type { RequestRecord } from '../model/request.js'
import { isSameRef, refOf, requesterActor } from '../model/request.js'
import { checkCollecting, collect, undoCollect } from '../model/transitions/collect.js'

/**
 * Uses up the approval, then stores the pass: of several concurrent calls, one gets a pass. If the pass cannot be stored,
 * the approval is given back. If the process dies in between, the approval is lost and the requester asks again.
 */
export function collectRequest(deps: RequestDeps, input: RequesterInput): Promise<CollectResult> {
  return audited<CollectResult>(deps, 'requests.collect', input, async (audit) => {
    const requesterRequest = readRequesterRequest(input, deps.tenantId)
    const checked = await transitionAsRequester(deps, requesterRequest, {
      isCheck: true,
      decide: ({ request, nowMs }) => checkCollecting(request, nowMs),
    })
    if (!checked.result.ok || !checked.before) return refused(audit, requesterRequest, checked)
    const approved = checked.before
    const refuse = (reason: RequestRefusalReason): CallResult<CollectResult> =>
      refused(audit, requesterRequest, { before: approved, result: { ok: false, reason, state: approved.state } })
    const user = await userOf(deps, approved)
    if (!user?.isEnabled || !(await mayOpenerIssue(deps, audit, approved, user))) return refuse('notAllowed')
    try {
      return await issueApproved(deps, audit, requesterRequest, approved, user)
    } catch (error) {
      if (error instanceof ApprovalNotUsedError) return refused(audit, requesterRequest, error.outcome)
      if (error instanceof PolicyViolationError) return refuse('notAllowed')
      if (error instanceof RateLimitedError) return refuse('rateLimited')
      throw error
    }
  })
}

/** @throws {@link ApprovalNotUsedError} if the request has changed since it was checked. */
async function issueApproved(
  deps: RequestDeps,
  audit: AuditContext,
  requesterRequest: RequesterRequest,
  approved: RequestRecord,
  user: DirectoryUser,
): Promise<CallResult<CollectResult>> {
  const loaded = await load(deps, user)
  const { policy } = requireReadable(loaded.policy)
  const { opener } = approved
  const order: PassOrder = {
    user,
    // A request that an administrator opened counts as a pass that this administrator issues.
    issuer: { kind: 'user', user: opener ? { ...user, id: opener.id } : user },
    request: passTermsOf(approved, policy, deps.rules),
    isForSelf: !opener,
    requestId: approved.id,
    applyRules: (livePolicy) => policyForRequests(livePolicy, deps.rules),
  }
  const approval = approvalOf(deps, requesterRequest, user)
  const { issued, event, undo, notice } = await issue(deps, audit, order, loaded, approval)
  audit.userId = user.id
  return { value: { ok: true, pass: issued }, event, undo, notice }
}

class ApprovalNotUsedError extends ApprovalUnusableError {
  readonly outcome: TransitionOutcome
  constructor(outcome: TransitionOutcome) {
    super()
    this.outcome = outcome
  }
}

function approvalOf(deps: RequestDeps, requesterRequest: RequesterRequest, user: DirectoryUser): SingleUseApproval {
  return {
    use: async (passId) => {
      const outcome = await useApproval(deps, requesterRequest, passId, user)
      if (!outcome.result.ok) throw new ApprovalNotUsedError(outcome)
      const used = outcome.result.next
      return {
        afterStore: async () => void (await recordReusableProof(deps, used)),
        giveBack: () => giveApprovalBack(deps, used.id, passId),
      }
    },
  }
}

function useApproval(
  deps: RequestDeps,
  requesterRequest: RequesterRequest,
  passId: string,
  user: DirectoryUser,
): Promise<TransitionOutcome> {
  return transitionAsRequester(deps, requesterRequest, {
    readFacts: async (request) => (request.reusedProofOf === undefined ? undefined : loadRequester(deps, request)),
    decide: ({ request, facts: requester, loaded, nowMs }) => {
      const facts = {
        passId,
        approvalsNeeded: approvalsNeeded(requireReadable(loaded.policy).policy, user, request),
        invalidatedAtMs: requester?.invalidatedAtMs,
      }
      return collect(request, facts, { nowMs, by: requesterActor(request), rules: deps.rules })
    },
  })
}

/** Never throws, so that the caller sees the failure that led here. The code was not returned. */
async function giveApprovalBack(deps: RequestDeps, requestId: string, passId: string): Promise<void> {
  await changeRequest(deps, requestId, {
    readFacts: () => undefined,
    decide: ({ document: { request } }, _, nowMs) => ({
      value: undefined,
      next: request && undoCollect(request, passId, { nowMs, rules: deps.rules }),
    }),
  }).catch(() => undefined)
}

/** Returns whether the administrator who opened the request may still issue. */
async function mayOpenerIssue(
  deps: RequestDeps,
  audit: AuditContext,
  { opener }: RequestRecord,
  user: DirectoryUser,
): Promise<boolean> {
  if (!opener) return true
  try {
    const { actor, isSelf } = await authorize(deps, audit, 'requests.open', { kind: 'user', user: opener.id }, user)
    return !isSelf && actor.kind === 'user' && isSameRef(opener, refOf(actor.user))
  } catch (error) {
    if (error instanceof NotAuthorizedError) return false
    throw error
  }
}

function refused(
  audit: AuditContext,
  requesterRequest: RequesterRequest,
  outcome: TransitionOutcome,
): CallResult<CollectResult> {
  const { event } = transitionResult(audit, 'collect', requesterRequest, outcome)
  return { value: refusedResult(outcome.result.ok ? undefined : outcome.result.state), event }
}
