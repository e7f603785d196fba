import type { DirectoryUser } from '../../ports/directory.js'
import { isPrivileged } from '../access/entra-roles.js'
import type { Policy } from './policy.js'
import { isTargeted } from './scope.js'

/** Returns `true` when the policy requires two people for a pass of this user. */
export function needsTwoPeople({ issuing }: Pick<Policy, 'issuing'>, user: DirectoryUser): boolean {
  return (issuing.dualControl ?? []).some((target) =>
    target.targetType === 'privileged' ? isPrivileged(user) : isTargeted([target], user),
  )
}
