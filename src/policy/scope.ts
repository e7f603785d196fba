import type { DirectoryUser } from '../ports/directory.js'
import type { Policy, Target } from './policy.js'

/** The group id that means everyone, as in Microsoft Graph. */
const everyone = 'all_users'

/** Is this person one whom the policy lets use passes? Exclusion beats inclusion; ids are compared exactly. */
export function isInScope(
  { includeTargets, excludeTargets }: Pick<Policy, 'includeTargets' | 'excludeTargets'>,
  user: DirectoryUser,
): boolean {
  const isMeant = (target: Target): boolean => means(target, user)
  return includeTargets.some(isMeant) && !excludeTargets.some(isMeant)
}

function means({ targetType, id }: Target, user: DirectoryUser): boolean {
  if (targetType === 'user') return id === user.id
  return id === everyone || (user.groups ?? []).includes(id)
}
