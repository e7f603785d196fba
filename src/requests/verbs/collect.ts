import type { RequestRefusalReason } from '../../core/event/request-vocabulary.js'
import type { NewPassTerms } from '../../core/pass/create.js'
import type { Policy } from '../../core/policy/policy.js'
import { NotAuthorizedError, PolicyViolationError, RateLimitedError } from '../../errors.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { SingleUseApproval } from '../../kernel/issuing/issue.js'
import { ApprovalUnusableError, issue } from '../../kernel/issuing/issue.js'
import type { PassOrder } from '../../kernel/issuing/order.js'
import { load, requireReadable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { CollectResult, RequesterInput } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadRequester, recordReusableProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { RequesterRequest } from '../kernel/input.js'
import { readRequesterRequest } from '../kernel/input.js'
import { userOf } from '../kernel/organisation.js'
import type { TransitionOutcome } from '../kernel/transition.js'
import { refusedResult, transitionAsRequester, transitionResult } from '../kernel/transition.js'
import { approvalsNeeded } from '../model/dual-control.js'
import type { RequestRecord } from '../model/request.js'
import { isSameRef, refOf } from '../model/request.js'
import type { RequesterRecord } from '../model/requester.js'
import type { RequestRules } from '../model/rules.js'
import { checkCollecting, collect, undoCollect } from '../model/transitions.js'
import { requesterActor } from './requester.js'

/**
 * Uses up the approval, then stores the pass: of several concurrent calls, one gets a pass. If the pass cannot be stored,
 * the approval is given back. If the process dies in between, the approval is lost and the requester asks again.
 */
export function collectRequest(deps: RequestDeps, input: RequesterInput): Promise<CollectResult> {
  return audited<CollectResult>(deps, 'requests.collect', input, async (audit) => {
    const request = readRequesterRequest(input, deps.tenantId)
    let found: RequestRecord | undefined
    const noFacts = async (): Promise<void> => undefined
    const first = await transitionAsRequester(deps, request, noFacts, (record, _, __, nowMs) => {
      found = record
      return checkCollecting(record, nowMs)
    })
    if (!first.result.ok || !found) return refused(audit, request, first)
    const approved = found
    const refuse = (reason: RequestRefusalReason): CallResult<CollectResult> =>
      refused(audit, request, { before: approved, result: { ok: false, reason, state: approved.state } })
    const user = await userOf(deps, approved)
    if (!user?.isEnabled || !(await mayOpenerIssue(deps, audit, approved, user))) return refuse('notAllowed')
    try {
      return await issueApproved(deps, audit, request, approved, user)
    } catch (error) {
      if (error instanceof ApprovalNotUsedError) return refused(audit, request, error.outcome)
      if (error instanceof PolicyViolationError) return refuse('notAllowed')
      if (error instanceof RateLimitedError) return refuse('rateLimited')
      throw error
    }
  })
}

/** The request rules set the lifetime, so the policy's minimum does not apply. Its maximum does. */
export function policyOf(policy: Policy, { passLifetimeInMinutes: lifetime }: RequestRules): Policy {
  return { ...policy, minimumLifetimeInMinutes: Math.min(lifetime, policy.minimumLifetimeInMinutes) }
}

/** Returns the terms of the pass that the request asks for, with the reason on record. */
export function passOf(request: RequestRecord, policy: Policy, { passLifetimeInMinutes }: RequestRules): NewPassTerms {
  const reviewed = request.approvals.at(-1)?.justification
  const proved = request.history.findLast(({ state }) => state === 'approved')?.justification
  return {
    lifetimeInMinutes: Math.min(passLifetimeInMinutes, policy.maximumLifetimeInMinutes),
    justification: request.justification ?? reviewed ?? proved,
    ticket: request.ticket ?? request.id,
  }
}

/** @throws {@link ApprovalNotUsedError} when the request changed since it was checked. */
async function issueApproved(
  deps: RequestDeps,
  audit: AuditContext,
  input: RequesterRequest,
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
    request: passOf(approved, policy, deps.rules),
    isForSelf: !opener,
    requestId: approved.id,
    applyRules: (live) => policyOf(live, deps.rules),
  }
  const { issued, event, undo, notice } = await issue(deps, audit, order, loaded, approvalOf(deps, input, user))
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

function approvalOf(deps: RequestDeps, input: RequesterRequest, user: DirectoryUser): SingleUseApproval {
  return {
    use: async (passId) => {
      const outcome = await useApproval(deps, input, passId, user)
      if (!outcome.result.ok) throw new ApprovalNotUsedError(outcome)
      const used = outcome.result.next
      const giveBack = (): Promise<void> => giveApprovalBack(deps, used.id, passId)
      const afterStore = async (): Promise<void> => {
        try {
          await recordReusableProof(deps, used)
        } catch (error) {
          await giveBack()
          throw error
        }
      }
      return { afterStore, giveBack }
    },
  }
}

function useApproval(
  deps: RequestDeps,
  input: RequesterRequest,
  passId: string,
  user: DirectoryUser,
): Promise<TransitionOutcome> {
  const reusedProof = async (request: RequestRecord): Promise<RequesterRecord | undefined> =>
    request.reusedProofOf === undefined ? undefined : loadRequester(deps, request)
  return transitionAsRequester(deps, input, reusedProof, (request, requester, { policy }, nowMs) => {
    const needed = approvalsNeeded(requireReadable(policy).policy, user, request)
    const transitionContext = { nowMs, by: requesterActor(request), rules: deps.rules }
    return collect(
      request,
      { passId, approvalsNeeded: needed, invalidatedAtMs: requester?.invalidatedAtMs },
      transitionContext,
    )
  })
}

/** Never throws, so that the caller sees the failure that led here. Nobody has received the code. */
async function giveApprovalBack(deps: RequestDeps, requestId: string, passId: string): Promise<void> {
  await changeRequest(deps, requestId, {
    readFacts: () => undefined,
    decide: ({ document: { request } }, _, nowMs) => {
      const by = { kind: 'system', id: 'clock' } as const
      return { value: undefined, next: request && undoCollect(request, passId, { nowMs, by, rules: deps.rules }) }
    },
  }).catch(() => undefined)
}

/** A request that an administrator opened yields no pass once that administrator may no longer issue. */
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
  request: RequesterRequest,
  outcome: TransitionOutcome,
): CallResult<CollectResult> {
  const { event } = transitionResult(audit, 'collect', request, outcome)
  return { value: refusedResult(outcome.result.ok ? undefined : outcome.result.state), event }
}
