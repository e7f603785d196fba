import { isPrivileged } from '../../core/access/entra-roles.js'
import type { Policy } from '../../core/policy/policy.js'
import { isTargeted } from '../../core/policy/scope.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestRecord } from './request.js'

/** Must two different people stand behind a pass for this person? */
export function needsTwo({ issuing }: Pick<Policy, 'issuing'>, user: DirectoryUser): boolean {
  return (issuing.dualControl ?? []).some((target) =>
    target.targetType === 'privileged' ? isPrivileged(user) : isTargeted([target], user),
  )
}

/** How many reviewers have to say yes. The administrator who opened a request and said why is one of the two. */
export function approvalsNeeded(
  policy: Pick<Policy, 'issuing'>,
  user: DirectoryUser,
  { opener }: Pick<RequestRecord, 'opener'>,
): number {
  return needsTwo(policy, user) && !opener ? 2 : 1
}
