import { needsTwoPeople } from '../../core/policy/dual-control.js'
import type { Policy } from '../../core/policy/policy.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestRecord } from './request.js'

/** Returns how many reviewers must approve. An administrator who opened the request counts as one of two. */
export function approvalsNeeded(
  policy: Pick<Policy, 'issuing'>,
  user: DirectoryUser,
  { opener }: Pick<RequestRecord, 'opener'>,
): number {
  return needsTwoPeople(policy, user) && !opener ? 2 : 1
}
