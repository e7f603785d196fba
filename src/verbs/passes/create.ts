import type { CreatePassInput, DeliverPassInput, PassVerbs } from '../../api/passes.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import { audited } from '../../kernel/audited.js'
import { askOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { administratorOrder } from '../../kernel/issuing/administrator-order.js'
import { parseCreatePass } from '../../kernel/issuing/input.js'
import { issue } from '../../kernel/issuing/issue.js'
import { load } from '../../kernel/load.js'

/** Returns `tap.passes.create` for one tenant. */
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
    const { actor, user, request } = parseCreatePass(input, { hasDeliverer: deps.ports.deliver !== undefined })
    const question = await askOnUser(deps, audit, 'passes.create', { actor, user })
    const order = administratorOrder(actor, question, request)
    return issue(deps, audit, order, await load(deps, order.user))
  })
}
