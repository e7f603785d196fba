import type { DirectoryUser } from '../../ports/directory.js'
import type { Policy, Target } from './policy.js'

/** The group id that means everyone, as in Microsoft Graph. */
export const everyone = 'all_users'

/** Is this person one whom the policy lets use passes? Exclusion beats inclusion; ids are compared exactly. */
export function isInScope(
  { includeTargets, excludeTargets }: Pick<Policy, 'includeTargets' | 'excludeTargets'>,
  user: DirectoryUser,
): boolean {
  return isTargeted(includeTargets, user) && !isTargeted(excludeTargets, user)
}

/** Does one of the targets mean this person? */
export function isTargeted(targets: readonly Target[], user: DirectoryUser): boolean {
  return targets.some((target) => means(target, user))
}

function means({ targetType, id }: Target, user: DirectoryUser): boolean {
  if (targetType === 'user') return id === user.id
  return id === everyone || (user.groups ?? []).includes(id)
}
