import type { EventDetails } from '../../core/event/event.js'
import type { RequestRefusalReason } from '../../core/event/request-vocabulary.js'
import type { NewPassTerms } from '../../core/pass/create.js'
import { issuedPass } from '../../core/pass/issued-pass.js'
import type { Policy } from '../../core/policy/policy.js'
import { BusyError, NotAuthorizedError, PolicyViolationError, RateLimitedError } from '../../errors.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { CountedIssue } from '../../kernel/issuing/count-issue.js'
import { countIssue } from '../../kernel/issuing/count-issue.js'
import type { NewCode, PassOrder, StoredPass } from '../../kernel/issuing/store-pass.js'
import { createCode, refuseObjections, storePass } from '../../kernel/issuing/store-pass.js'
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
 * The approval is used first, and then there is a pass: of any number who collect, one gets it. Where the pass cannot be
 * made, the approval is given back; where the process dies in between, it is used, and the person asks again.
 */
export function collectRequest(deps: RequestDeps, input: RequesterInput): Promise<CollectResult> {
  return audited<CollectResult>(deps, 'requests.collect', input, async (audit) => {
    const held = readRequesterRequest(input, deps.tenantId)
    let found: RequestRecord | undefined
    const nothing = async (): Promise<void> => undefined
    const first = await transitionAsRequester(deps, held, nothing, (request, _, __, nowMs) => {
      found = request
      return checkCollecting(request, nowMs)
    })
    if (!first.result.ok || !found) return refused(audit, held, first)
    const approved = found
    const refuse = (reason: RequestRefusalReason): CallResult<CollectResult> =>
      refused(audit, held, { before: approved, result: { ok: false, reason, state: approved.state } })
    const user = await userOf(deps, approved)
    if (!user?.isEnabled || !(await mayStillAsk(deps, audit, approved, user))) return refuse('notAllowed')
    try {
      return await issue(deps, audit, held, approved, user)
    } catch (error) {
      if (error instanceof PolicyViolationError) return refuse('notAllowed')
      if (error instanceof RateLimitedError) return refuse('rateLimited')
      throw error
    }
  })
}

/** The lifetime is the rules' and not an administrator's choice: the policy's shortest does not bind it, its longest does. */
export function policyOf(policy: Policy, { passLifetimeInMinutes: lifetime }: RequestRules): Policy {
  return { ...policy, minimumLifetimeInMinutes: Math.min(lifetime, policy.minimumLifetimeInMinutes) }
}

/** The pass that a request leads to, with why it was issued. */
export function passOf(request: RequestRecord, policy: Policy, { passLifetimeInMinutes }: RequestRules): NewPassTerms {
  const reviewed = request.approvals.at(-1)?.justification
  const proved = request.history.findLast(({ state }) => state === 'approved')?.justification
  return {
    lifetimeInMinutes: Math.min(passLifetimeInMinutes, policy.maximumLifetimeInMinutes),
    justification: request.justification ?? reviewed ?? proved,
    ticket: request.ticket ?? request.id,
  }
}

async function issue(
  deps: RequestDeps,
  audit: AuditContext,
  held: RequesterRequest,
  approved: RequestRecord,
  user: DirectoryUser,
): Promise<CallResult<CollectResult>> {
  const loaded = await load(deps, user)
  const { policy } = requireReadable(loaded.policy)
  const request = passOf(approved, policy, deps.rules)
  // What an administrator opened is an administrator's issuing, under that person's name.
  const order: PassOrder = { user, request, isForSelf: !approved.opener, judge: (live) => policyOf(live, deps.rules) }
  refuseObjections(order, loaded, deps.ports.nowMs())
  const counted = await countIssue(deps, policy.issuing, {
    actor: { kind: 'user', user: approved.opener ? { ...user, id: approved.opener.id } : user },
    userId: user.id,
  })
  const code = await createCode(deps, policy).catch(async (error) => {
    if (error instanceof BusyError) await counted.giveBack()
    throw error
  })
  const spent = await spend(deps, held, code, user)
  if (!spent.result.ok) {
    await counted.giveBack()
    return refused(audit, held, spent)
  }
  const used = spent.result.next
  const undo = (): Promise<void> => giveApprovalBack(deps, used.id, code.passId)
  try {
    const issued = await storePass(deps, order, code)
    await recordReusableProof(deps, used)
    return collected(audit, used, issued, counted, undo)
  } catch (error) {
    await undo()
    throw error
  }
}

function collected(
  audit: AuditContext,
  { id: requestId, user }: RequestRecord,
  { pass, code, details, notice }: StoredPass,
  { restartedCount }: CountedIssue,
  undo: () => Promise<void>,
): CallResult<CollectResult> {
  audit.userId = user?.id
  audit.created = { passId: pass.id, replacedPassId: details.replacedPassId }
  const created: EventDetails['pass.created'] = { ...details, requestId, restartedCount }
  return {
    value: { ok: true, pass: issuedPass(pass, code) },
    event: { type: 'pass.created', details: created },
    undo,
    notice,
  }
}

function spend(
  deps: RequestDeps,
  held: RequesterRequest,
  { passId }: NewCode,
  user: DirectoryUser,
): Promise<TransitionOutcome> {
  const vouching = async (request: RequestRecord): Promise<RequesterRecord | undefined> =>
    request.reusedProofOf === undefined ? undefined : loadRequester(deps, request)
  return transitionAsRequester(deps, held, vouching, (request, requester, { policy }, nowMs) => {
    const needed = approvalsNeeded(requireReadable(policy).policy, user, request)
    const transitionContext = { nowMs, by: requesterActor(request), rules: deps.rules }
    return collect(
      request,
      { passId, approvalsNeeded: needed, invalidatedAtMs: requester?.invalidatedAtMs },
      transitionContext,
    )
  })
}

/** Never throws: the failure that led here is the one to hear of. The code was told to nobody. */
async function giveApprovalBack(deps: RequestDeps, requestId: string, passId: string): Promise<void> {
  await changeRequest(deps, requestId, {
    readFacts: () => undefined,
    decide: ({ document: { request } }, _, nowMs) => {
      const by = { kind: 'system', id: 'clock' } as const
      return { value: undefined, next: request && undoCollect(request, passId, { nowMs, by, rules: deps.rules }) }
    },
  }).catch(() => undefined)
}

/** An administrator who may not issue any more cannot collect what was opened when they might. */
async function mayStillAsk(
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

function refused(audit: AuditContext, held: RequesterRequest, outcome: TransitionOutcome): CallResult<CollectResult> {
  const { event } = transitionResult(audit, 'collect', held, outcome)
  return { value: refusedResult(outcome.result.ok ? undefined : outcome.result.state), event }
}
