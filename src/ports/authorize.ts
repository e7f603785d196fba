import type { ServiceActor } from '../core/access/actor.js'
import type { Permission } from '../core/access/permission.js'
import type { DirectoryUser } from './directory.js'

/**
 * Decides whether an actor may make a call. Only `true` allows it: an exception, a timeout after 5 seconds or any other
 * value refuses it.
 *
 * @example
 * ```ts
 * const authorize: Authorize = ({ permission, actor }) =>
 *   permission === 'passes.get' && actor.kind === 'user' && actor.user.roles?.includes('Help Desk') === true
 * ```
 */
export type Authorize = (question: AccessQuestion) => boolean | Promise<boolean>

/** The call that an {@link Authorize} port decides on. The directory has resolved every name in it. */
export interface AccessQuestion {
  readonly permission: Permission
  readonly tenantId: string
  /** Who makes the call. */
  readonly actor: { readonly kind: 'user'; readonly user: DirectoryUser } | ServiceActor
  /** The user that the call is about. Absent if it is about no single user, or the directory does not know the user. */
  readonly user?: DirectoryUser | undefined
  /** `true`: the actor and the user are the same, compared by directory id. */
  readonly isSelf: boolean
  /** `true`: the actor wants to issue a pass for themselves, and the policy allows it. */
  readonly isSelfIssueAllowed?: boolean | undefined
  /** Only for `requests.review`. `true`: by the request rules, the directory makes the actor a reviewer of this user. */
  readonly isReviewer?: boolean | undefined
}
