import type { CreatePassInput, DeliverPassInput, PassVerbs } from '../../api/passes.js'
import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import type { NewPass } from '../../core/pass/create.js'
import { issuedPass } from '../../core/pass/issued-pass.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import { needsTwoPeople } from '../../core/policy/dual-control.js'
import type { Policy } from '../../core/policy/policy.js'
import { ApprovalRequiredError, BusyError, NotAuthorizedError, StepUpRequiredError } from '../../errors.js'
import type { AuditContext, CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { askOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { countIssue } from '../../kernel/issuing/count-issue.js'
import { deliverPass, takeBackPass } from '../../kernel/issuing/deliver.js'
import { parseCreatePass } from '../../kernel/issuing/input.js'
import type { PassOrder, StoredPass } from '../../kernel/issuing/store-pass.js'
import { createCode, refuseObjections, storePass } from '../../kernel/issuing/store-pass.js'
import { load, requireReadable } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'

/** `tap.passes.create`, for one tenant. */
export function passCreator(deps: Deps): PassVerbs['create'] {
  function create(input: DeliverPassInput): Promise<Pass>
  function create(input: CreatePassInput): Promise<IssuedPass>
  function create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass>
  function create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass> {
    return createPass(deps, input)
  }
  return create
}

function createPass(deps: Deps, input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass> {
  return audited(deps, 'passes.create', input, async (audit) => {
    const { actor, user: name, request } = parseCreatePass(input, { hasDeliverer: deps.ports.deliver !== undefined })
    const question = await askOnUser(deps, audit, 'passes.create', { actor, user: name })
    const order = orderOf(actor, question, request)
    return issuePass(deps, audit, { order, actor: question.actor }, await load(deps, question.user))
  })
}

/** What an administrator, who may, orders for somebody. */
export function orderOf(
  actor: Actor,
  { user, isSelf }: AccessQuestion & { readonly user: DirectoryUser },
  request: NewPass,
): PassOrder {
  return { user, request, isForSelf: isSelf, judge: judgeBy(actor, user, isSelf) }
}

/** An order, and by whom. */
export interface Placed {
  readonly order: PassOrder
  readonly actor: AccessQuestion['actor']
}

/** From the yes of the authorizer to the code in the right hands. */
export async function issuePass(
  deps: Deps,
  audit: AuditContext,
  { order, actor }: Placed,
  loaded: Loaded,
): Promise<CallResult<Pass | IssuedPass>> {
  const { user, request } = order
  const { policy } = requireReadable(loaded.policy)
  // Asked again at the write; asked here, so that what is refused is not counted and costs no hash.
  refuseObjections(order, loaded, deps.ports.nowMs())
  const { restartedCount, giveBack } = await countIssue(deps, policy.issuing, { actor, userId: user.id })
  const { pass, code, details, notice } = await issue(deps, order, policy).catch(async (error) => {
    // Whoever was too busy has changed nothing, and is asked to try again.
    if (error instanceof BusyError) await giveBack()
    throw error
  })
  const issued = issuedPass(pass, code)
  audit.created = { passId: pass.id, replacedPassId: details.replacedPassId }
  if (request.deliverTo) await deliverPass(deps, user, request.deliverTo, issued)
  return {
    value: request.deliverTo ? pass : issued,
    event: { type: 'pass.created', details: { ...details, restartedCount } },
    undo: request.deliverTo && (() => takeBackPass(deps, user, pass.id)),
    notice,
  }
}

async function issue(deps: Deps, order: PassOrder, policy: Policy): Promise<StoredPass> {
  return storePass(deps, order, await createCode(deps, policy))
}

/** What stands against an administrator's issuing, whatever the pass is to be like. */
function judgeBy(actor: Actor, user: DirectoryUser, isSelf: boolean): PassOrder['judge'] {
  return (policy, nowMs) => {
    if (isSelf && !policy.issuing.isSelfIssueAllowed) throw new NotAuthorizedError('passes.create')
    const stepUp = missingStepUp(policy.issuing, actor, nowMs)
    if (stepUp) throw new StepUpRequiredError(stepUp)
    if (needsTwoPeople(policy, user)) throw new ApprovalRequiredError(user.id)
    return policy
  }
}
