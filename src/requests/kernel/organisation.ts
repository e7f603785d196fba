import type { Actor } from '../../core/access/actor.js'
import { isSameUser } from '../../core/access/authorize.js'
import { needsTwoPeople } from '../../core/policy/dual-control.js'
import type { Policy } from '../../core/policy/policy.js'
import { NotAuthorizedError } from '../../errors.js'
import type { AuditContext } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { PassRequest } from '../model/describe.js'
import { describeRequest } from '../model/describe.js'
import { approvalsNeeded } from '../model/dual-control.js'
import type { RequestRecord } from '../model/request.js'
import { isSameRef, refOf } from '../model/request.js'
import type { Organisation, Reviewers } from '../model/reviewers.js'
import { isInvolved, reviewersOf } from '../model/reviewers.js'
import { applyExpiry } from '../model/transitions/expiry.js'
import type { RequestDeps } from './deps.js'

/** Returns the user of a request, unless the directory has given their id to another user. */
export async function userOf(deps: RequestDeps, { user }: RequestRecord): Promise<DirectoryUser | undefined> {
  const found = user && (await findById(deps, user.id))
  return found && isSameRef(user, refOf(found)) ? found : undefined
}

export async function organisationOf(deps: RequestDeps, user: DirectoryUser): Promise<Organisation> {
  const manager = await findById(deps, user.managerId)
  const [delegate, managersManager] = await Promise.all([
    findById(deps, manager?.delegateId),
    findById(deps, manager?.managerId),
  ])
  return { user, manager, delegate, managersManager }
}

/**
 * Returns the reviewer behind the actor, as directory and authorizer see them now. Refuses programs, whatever their
 * permissions, and the user of the request, under every alias.
 *
 * @throws {@link NotAuthorizedError}
 */
export async function authorizeReview(
  deps: RequestDeps,
  audit: AuditContext,
  {
    actor,
    request,
    organisation,
    policy,
  }: {
    readonly actor: Actor
    readonly request: RequestRecord
    readonly organisation: Organisation
    readonly policy: Policy
  },
): Promise<DirectoryUser> {
  if (actor.kind !== 'user') {
    audit.actor = { kind: actor.kind, id: actor.id }
    throw new NotAuthorizedError('requests.review', 'userRequired')
  }
  const caller = await deps.ports.findUser({ user: actor.user, tenantId: deps.tenantId })
  const { reviewers, isOpenToAdministrators } = reviewersNow(deps, request, organisation, policy)
  const isReviewer = caller !== undefined && reviewers.some((reviewer) => isSameUser(reviewer, caller))
  const question = await authorize(deps, audit, 'requests.review', actor, organisation.user, { isReviewer })
  const reviewer = question.actor.kind === 'user' ? question.actor.user : undefined
  const isNamed = isReviewer || isOpenToAdministrators
  if (!reviewer) throw new NotAuthorizedError('requests.review', 'userRequired')
  if (question.isSelf || isInvolved(request, reviewer)) throw new NotAuthorizedError('requests.review', 'self')
  if (!isNamed) throw new NotAuthorizedError('requests.review', 'scope')
  return reviewer
}

/** Describes a request as it is now. */
export function describeNow(
  deps: RequestDeps,
  request: RequestRecord,
  organisation: Organisation,
  policy: Policy,
): PassRequest {
  const current = applyExpiry(request, deps.ports.nowMs())
  const { user } = organisation
  const isInReview = current.state === 'awaitingReview' || current.state === 'inCall'
  const { reviewers, isOpenToAdministrators } = reviewersNow(deps, current, organisation, policy)
  return describeRequest(current, user.id, {
    reviewerIds: isInReview ? reviewers.map(({ id }) => id) : [],
    isOpenToAdministrators: isInReview && isOpenToAdministrators,
    approvalsNeeded: approvalsNeeded(policy, user, current),
  })
}

export function reviewersNow(
  deps: RequestDeps,
  request: RequestRecord,
  organisation: Organisation,
  policy: Policy,
): Reviewers {
  const needsTwo = needsTwoPeople(policy, organisation.user)
  return reviewersOf(organisation, request, { rules: deps.rules, needsTwo, nowMs: deps.ports.nowMs() })
}

/** Ignores a user whom the directory finds by an alias: the text is an id. */
async function findById({ ports, tenantId }: RequestDeps, id: string | undefined): Promise<DirectoryUser | undefined> {
  const user = id === undefined ? undefined : await ports.findUser({ user: id, tenantId })
  return user?.id === id ? user : undefined
}
