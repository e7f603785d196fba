import type { CreatePassInput, DeliverPassInput, PassVerbs } from '../../api/passes.js'
import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import type { PassRequest } from '../../core/pass/create.js'
import { issuedPass } from '../../core/pass/issued-pass.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import type { Policy } from '../../core/policy/policy.js'
import { ApprovalRequiredError, BusyError, NotAuthorizedError, StepUpRequiredError } from '../../errors.js'
import type { Told, Trail } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { askOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { countIssue } from '../../kernel/issuing/count-issue.js'
import { deliverPass, takeBackPass } from '../../kernel/issuing/deliver.js'
import { parseCreatePass } from '../../kernel/issuing/input.js'
import type { Issued, Order } from '../../kernel/issuing/store-pass.js'
import { makeCode, refuseObjections, storePass } from '../../kernel/issuing/store-pass.js'
import type { Loaded } from '../../kernel/load.js'
import { load, readable } from '../../kernel/load.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { needsTwo } from '../../requests/model/dual-control.js'

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
  return audited(deps, 'passes.create', input, async (trail) => {
    const { actor, user: name, request } = parseCreatePass(input, { hasDeliverer: deps.ports.deliver !== undefined })
    const question = await askOnUser(deps, trail, 'passes.create', { actor, user: name })
    const order = orderOf(actor, question, request)
    return issuePass(deps, trail, { order, actor: question.actor }, await load(deps, question.user))
  })
}

/** What an administrator, who may, orders for somebody. */
export function orderOf(
  actor: Actor,
  { user, isSelf }: AccessQuestion & { readonly user: DirectoryUser },
  request: PassRequest,
): Order {
  return { user, request, isForSelf: isSelf, judge: judgeBy(actor, user, isSelf) }
}

/** An order, and by whom. */
export interface Placed {
  readonly order: Order
  readonly actor: AccessQuestion['actor']
}

/** From the yes of the authorizer to the code in the right hands. */
export async function issuePass(
  deps: Deps,
  trail: Trail,
  { order, actor }: Placed,
  loaded: Loaded,
): Promise<Told<Pass | IssuedPass>> {
  const { user, request } = order
  const { policy } = readable(loaded.policy)
  // Asked again at the write; asked here, so that what is refused is not counted and costs no hash.
  refuseObjections(order, loaded, deps.ports.nowMs())
  const { restartedCount, giveBack } = await countIssue(deps, policy.issuing, { actor, userId: user.id })
  const { pass, code, details, notice } = await issue(deps, order, policy).catch(async (error) => {
    // Whoever was too busy has changed nothing, and is asked to try again.
    if (error instanceof BusyError) await giveBack()
    throw error
  })
  const issued = issuedPass(pass, code)
  trail.made = { passId: pass.id, replacedPassId: details.replacedPassId }
  if (request.deliverTo) await deliverPass(deps, user, request.deliverTo, issued)
  return {
    answer: request.deliverTo ? pass : issued,
    event: { type: 'pass.created', details: { ...details, restartedCount } },
    undo: request.deliverTo && (() => takeBackPass(deps, user, pass.id)),
    notice,
  }
}

async function issue(deps: Deps, order: Order, policy: Policy): Promise<Issued> {
  return storePass(deps, order, await makeCode(deps, policy))
}

/** What stands against an administrator's issuing, whatever the pass is to be like. */
function judgeBy(actor: Actor, user: DirectoryUser, isSelf: boolean): Order['judge'] {
  return (policy, nowMs) => {
    if (isSelf && !policy.issuing.isSelfIssueAllowed) throw new NotAuthorizedError('passes.create')
    const stepUp = missingStepUp(policy.issuing, actor, nowMs)
    if (stepUp) throw new StepUpRequiredError(stepUp)
    if (needsTwo(policy, user)) throw new ApprovalRequiredError(user.id)
    return policy
  }
}
