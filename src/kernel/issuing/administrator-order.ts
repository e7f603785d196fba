import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import type { NewPass } from '../../core/pass/create.js'
import { needsTwoPeople } from '../../core/policy/dual-control.js'
import { ApprovalRequiredError, NotAuthorizedError, StepUpRequiredError } from '../../errors.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { PassOrder } from './order.js'

/** Returns the order of an administrator whom the authorizer has allowed to issue. */
export function administratorOrder(
  actor: Actor,
  { user, actor: issuer, isSelf }: AccessQuestion & { readonly user: DirectoryUser },
  request: NewPass,
): PassOrder {
  return {
    user,
    issuer,
    request,
    isForSelf: isSelf,
    applyRules: (policy, nowMs) => {
      if (isSelf && !policy.issuing.isSelfIssueAllowed) throw new NotAuthorizedError('passes.create', 'self')
      const stepUp = missingStepUp(policy.issuing, actor, nowMs)
      if (stepUp) throw new StepUpRequiredError(stepUp)
      if (needsTwoPeople(policy, user)) throw new ApprovalRequiredError(user.id)
      return policy
    },
  }
}
