import type { EventDetails } from '../../core/event/event.js'
import type { PassWishes } from '../../core/pass/create.js'
import { issuedPass } from '../../core/pass/issued-pass.js'
import type { Policy } from '../../core/policy/policy.js'
import { BusyError, NotAuthorizedError, PolicyViolationError, RateLimitedError } from '../../errors.js'
import type { Told, Trail } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { Counted } from '../../kernel/issuing/count-issue.js'
import { countIssue } from '../../kernel/issuing/count-issue.js'
import type { Code, Issued, Order } from '../../kernel/issuing/store-pass.js'
import { makeCode, refuseObjections, storePass } from '../../kernel/issuing/store-pass.js'
import { load, readable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { CollectResult, HeldInput } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadStanding, recordStanding } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { Held } from '../kernel/input.js'
import { readHeld } from '../kernel/input.js'
import { personOf } from '../kernel/organisation.js'
import type { Outcome } from '../kernel/transition.js'
import { moveHeld, told } from '../kernel/transition.js'
import { approvalsNeeded } from '../model/dual-control.js'
import type { RequestRecord, RequestRefusalReason } from '../model/request.js'
import { isSameRef, refOf } from '../model/request.js'
import type { Standing } from '../model/requester.js'
import type { RequestRules } from '../model/rules.js'
import { collect, giveBack, objectionToCollecting } from '../model/transitions.js'
import { holderOf } from './requester.js'

/**
 * The approval is used first, and then there is a pass: of any number who collect, one gets it. Where the pass cannot be
 * made, the approval is given back; where the process dies in between, it is used, and the person asks again.
 */
export function collectRequest(deps: RequestDeps, input: HeldInput): Promise<CollectResult> {
  return audited<CollectResult>(deps, 'requests.collect', input, async (trail) => {
    const held = readHeld(input, deps.tenantId)
    let found: RequestRecord | undefined
    const nothing = async (): Promise<void> => undefined
    const first = await moveHeld(deps, held, nothing, (request, _, __, nowMs) => {
      found = request
      return objectionToCollecting(request, nowMs)
    })
    if (!first.judged.ok || !found) return refused(trail, held, first)
    const approved = found
    const refuse = (reason: RequestRefusalReason): Told<CollectResult> =>
      refused(trail, held, { before: approved, judged: { ok: false, reason, state: approved.state } })
    const user = await personOf(deps, approved)
    if (!user?.isEnabled || !(await mayStillAsk(deps, trail, approved, user))) return refuse('notAllowed')
    try {
      return await issue(deps, trail, held, approved, user)
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
export function passOf(request: RequestRecord, policy: Policy, { passLifetimeInMinutes }: RequestRules): PassWishes {
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
  trail: Trail,
  held: Held,
  approved: RequestRecord,
  user: DirectoryUser,
): Promise<Told<CollectResult>> {
  const loaded = await load(deps, user)
  const { policy } = readable(loaded.policy)
  const request = passOf(approved, policy, deps.rules)
  // What an administrator opened is an administrator's issuing, under that person's name.
  const order: Order = { user, request, isForSelf: !approved.opener, judge: (live) => policyOf(live, deps.rules) }
  refuseObjections(order, loaded, deps.ports.nowMs())
  const counted = await countIssue(deps, policy.issuing, {
    actor: { kind: 'user', user: approved.opener ? { ...user, id: approved.opener.id } : user },
    userId: user.id,
  })
  const code = await makeCode(deps, policy).catch(async (error) => {
    if (error instanceof BusyError) await counted.giveBack()
    throw error
  })
  const spent = await spend(deps, held, code, user)
  if (!spent.judged.ok) {
    await counted.giveBack()
    return refused(trail, held, spent)
  }
  const used = spent.judged.next
  const undo = (): Promise<void> => giveApprovalBack(deps, used.id, code.passId)
  try {
    const issued = await storePass(deps, order, code)
    await recordStanding(deps, used)
    return collected(trail, used, issued, counted, undo)
  } catch (error) {
    await undo()
    throw error
  }
}

function collected(
  trail: Trail,
  { id: requestId, person }: RequestRecord,
  { pass, code, details, notice }: Issued,
  { restartedCount }: Counted,
  undo: () => Promise<void>,
): Told<CollectResult> {
  trail.userId = person?.id
  trail.made = { passId: pass.id, replacedPassId: details.replacedPassId }
  const created: EventDetails['pass.created'] = { ...details, requestId, restartedCount }
  return {
    answer: { ok: true, pass: issuedPass(pass, code) },
    event: { type: 'pass.created', details: created },
    undo,
    notice,
  }
}

function spend(deps: RequestDeps, held: Held, { passId }: Code, user: DirectoryUser): Promise<Outcome> {
  const vouching = async (request: RequestRecord): Promise<Standing | undefined> =>
    request.vouchedBy === undefined ? undefined : loadStanding(deps, request.standingId)
  return moveHeld(deps, held, vouching, (request, standing, { policy }, nowMs) => {
    const needed = approvalsNeeded(readable(policy).policy, user, request)
    const making = { nowMs, by: holderOf(request), rules: deps.rules }
    return collect(request, { passId, approvalsNeeded: needed, voidedAtMs: standing?.voidedAtMs }, making)
  })
}

/** Never throws: the failure that led here is the one to hear of. The code was told to nobody. */
async function giveApprovalBack(deps: RequestDeps, requestId: string, passId: string): Promise<void> {
  await changeRequest(deps, requestId, {
    learn: () => undefined,
    decide: ({ held: { request } }, _, nowMs) => {
      const by = { kind: 'system', id: 'clock' } as const
      return { answer: undefined, next: request && giveBack(request, passId, { nowMs, by, rules: deps.rules }) }
    },
  }).catch(() => undefined)
}

/** An administrator who may not issue any more cannot collect what was opened when they might. */
async function mayStillAsk(
  deps: RequestDeps,
  trail: Trail,
  { opener }: RequestRecord,
  user: DirectoryUser,
): Promise<boolean> {
  if (!opener) return true
  try {
    const { actor, isSelf } = await authorize(deps, trail, 'requests.open', { kind: 'user', user: opener.id }, user)
    return !isSelf && actor.kind === 'user' && isSameRef(opener, refOf(actor.user))
  } catch (error) {
    if (error instanceof NotAuthorizedError) return false
    throw error
  }
}

function refused(trail: Trail, held: Held, outcome: Outcome): Told<CollectResult> {
  const { event } = told(trail, 'collect', held, outcome)
  return { answer: { ok: false, state: outcome.judged.ok ? undefined : outcome.judged.state }, event }
}
