import type { Actor } from '../../core/access/actor.js'
import { isSamePerson } from '../../core/access/authorize.js'
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
import { isTaken, reviewersOf } from '../model/reviewers.js'
import { applyExpiry } from '../model/transitions.js'
import type { RequestDeps } from './deps.js'

/** Whose request it is, if the directory still knows them as the same person. */
export async function userOf(deps: RequestDeps, { user }: RequestRecord): Promise<DirectoryUser | undefined> {
  const known = user && (await findById(deps, user.id))
  return known && isSameRef(user, refOf(known)) ? known : undefined
}

export async function organisationOf(deps: RequestDeps, person: DirectoryUser): Promise<Organisation> {
  const manager = await findById(deps, person.managerId)
  const [delegate, managersManager] = await Promise.all([
    findById(deps, manager?.delegateId),
    findById(deps, manager?.managerId),
  ])
  return { person, manager, delegate, managersManager }
}

/**
 * May the actor review this request, by what the directory and the authorizer say now? A reviewer is a person: a program is
 * refused whatever its permissions, and so is the person whose request it is, under every name.
 *
 * @throws {@link NotAuthorizedError}
 */
export async function authorizeReview(
  deps: RequestDeps,
  audit: AuditContext,
  asked: {
    readonly actor: Actor
    readonly request: RequestRecord
    readonly organisation: Organisation
    readonly policy: Policy
  },
): Promise<DirectoryUser> {
  const { actor, request, organisation, policy } = asked
  const { person } = organisation
  if (actor.kind !== 'user') {
    audit.actor = { kind: actor.kind, id: actor.id }
    throw new NotAuthorizedError('requests.review')
  }
  const known = await deps.ports.findUser({ user: actor.user, tenantId: deps.tenantId })
  const { people, isOpenToAdministrators } = reviewersNow(deps, request, organisation, policy)
  const isReviewer = known !== undefined && people.some((reviewer) => isSamePerson(reviewer, known))
  const question = await authorize(deps, audit, 'requests.review', actor, person, { isReviewer })
  const reviewer = question.actor.kind === 'user' ? question.actor.user : undefined
  const isMeant = isReviewer || isOpenToAdministrators
  if (!reviewer || question.isSelf || !isMeant || isTaken(request, reviewer)) {
    throw new NotAuthorizedError('requests.review')
  }
  return reviewer
}

/** As reviewers see it. */
export function describeNow(
  deps: RequestDeps,
  request: RequestRecord,
  organisation: Organisation,
  policy: Policy,
): PassRequest {
  const current = applyExpiry(request, deps.ports.nowMs())
  const { person } = organisation
  const isAsked = current.state === 'awaitingReview' || current.state === 'inCall'
  const { people, isOpenToAdministrators } = reviewersNow(deps, current, organisation, policy)
  return describeRequest(current, person.id, {
    reviewerIds: isAsked ? people.map(({ id }) => id) : [],
    isOpenToAdministrators: isAsked && isOpenToAdministrators,
    approvalsNeeded: approvalsNeeded(policy, person, current),
  })
}

export function reviewersNow(
  deps: RequestDeps,
  request: RequestRecord,
  organisation: Organisation,
  policy: Policy,
): Reviewers {
  const nowMs = deps.ports.nowMs()
  return reviewersOf(organisation, request, {
    rules: deps.rules,
    needsTwo: needsTwoPeople(policy, organisation.person),
    nowMs,
  })
}

/** By id and not by any other name: an id that somebody else bears as an alias is nobody's here. */
async function findById({ ports, tenantId }: RequestDeps, id: string | undefined): Promise<DirectoryUser | undefined> {
  const user = id === undefined ? undefined : await ports.findUser({ user: id, tenantId })
  return user?.id === id ? user : undefined
}
