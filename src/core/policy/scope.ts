import type { DirectoryUser } from '../../ports/directory.js'
import type { Policy, Target } from './policy.js'

/** The group id of all users, as in Microsoft Graph. */
export const everyone = 'all_users'

/** Returns whether the policy lets this user use passes. Exclusion overrides inclusion; ids are compared exactly. */
export function isInScope(
  { includeTargets, excludeTargets }: Pick<Policy, 'includeTargets' | 'excludeTargets'>,
  user: DirectoryUser,
): boolean {
  return isTargeted(includeTargets, user) && !isTargeted(excludeTargets, user)
}

/** Returns whether a target names this user or one of their groups. */
export function isTargeted(targets: readonly Target[], user: DirectoryUser): boolean {
  return targets.some((target) => isTarget(target, user))
}

function isTarget({ targetType, id }: Target, user: DirectoryUser): boolean {
  if (targetType === 'user') return id === user.id
  return id === everyone || (user.groups ?? []).includes(id)
}
