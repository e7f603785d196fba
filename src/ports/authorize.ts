import type { ServiceActor } from '../core/access/actor.js'
import type { Permission } from '../core/access/permission.js'
import type { DirectoryUser } from './directory.js'

/** May this actor do this? Only `true` is yes: throwing, hanging, or any other answer is no. */
export type Authorize = (question: AccessQuestion) => boolean | Promise<boolean>

/** What an {@link Authorize} port is asked, with every name resolved by the directory. */
export interface AccessQuestion {
  readonly permission: Permission
  readonly tenantId: string
  readonly actor: { readonly kind: 'user'; readonly user: DirectoryUser } | ServiceActor
  /** Whom it is done to. Absent for verbs that concern no one person, and for a person the directory does not know. */
  readonly user?: DirectoryUser | undefined
  /** Actor and user are the same person, judged on canonical ids. */
  readonly isSelf: boolean
  /** `true` when somebody is about to issue a pass for themselves and the policy does not forbid it. */
  readonly isSelfIssueAllowed?: boolean | undefined
  /** Of `requests.review`: does the directory make the actor a reviewer of this person, by the rules of requests? */
  readonly isReviewer?: boolean | undefined
}
