import { millisecondsInHour } from 'date-fns/constants'
import { isSameUser } from '../../core/access/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestRecord, UserRef } from './request.js'
import { isMaybeSame } from './request.js'
import type { RequestRules } from './rules.js'

/** The user of a request and their superiors, as the directory names them now. */
export interface Organisation {
  readonly user: DirectoryUser
  readonly manager?: DirectoryUser | undefined
  /** The manager's delegate. */
  readonly delegate?: DirectoryUser | undefined
  readonly managersManager?: DirectoryUser | undefined
}

/** Who may review a request now. */
export interface Reviewers {
  readonly reviewers: readonly DirectoryUser[]
  /** Administrators who may issue a pass to the user may review too. */
  readonly isOpenToAdministrators: boolean
}

/**
 * Returns the manager, the delegate and the manager's manager, if the rules name them. Never a disabled user, the user of the
 * request, its opener, or a reviewer who has approved it.
 *
 * The manager's manager is included under dual control, after the escalation delay, and when neither manager nor delegate is
 * available. Administrators may review if the rules name them, under dual control, and when no escalated reviewer is
 * available.
 */
export function reviewersOf(
  organisation: Organisation,
  request: Pick<RequestRecord, 'review' | 'opener' | 'approvals'>,
  { rules, needsTwo, nowMs }: { readonly rules: RequestRules; readonly needsTwo: boolean; readonly nowMs: number },
): Reviewers {
  const { user, manager, delegate, managersManager } = organisation
  const has = (rule: RequestRules['reviewers'][number]): boolean => rules.reviewers.includes(rule)
  const isEligible = (candidate: DirectoryUser | undefined): candidate is DirectoryUser =>
    candidate?.isEnabled === true && !isSameUser(candidate, user) && !isMaybeSame(request.opener, candidate)
  const mayReview = (candidate: DirectoryUser | undefined): candidate is DirectoryUser =>
    isEligible(candidate) && !isInvolved(request, candidate)
  const escalatesAtMs = (request.review?.sinceMs ?? nowMs) + rules.escalationDelayInHours * millisecondsInHour
  // A manager who has approved is still available: that they cannot approve twice must not escalate the request.
  const isManagerAvailable = has('manager') && isEligible(manager) && manager.isAway !== true
  const isDelegateAvailable = has('delegate') && isEligible(delegate)
  const isEscalated = needsTwo || nowMs >= escalatesAtMs || (!isManagerAvailable && !isDelegateAvailable)
  const candidates = [
    has('manager') ? manager : undefined,
    has('delegate') ? delegate : undefined,
    has('managersManager') && isEscalated ? managersManager : undefined,
  ].filter(mayReview)
  const reviewers = candidates.filter(
    (candidate, index) => candidates.findIndex((other) => isSameUser(candidate, other)) === index,
  )
  const isUnreviewable = isEscalated && !reviewers.some(({ isAway }) => isAway !== true)
  return { reviewers, isOpenToAdministrators: has('administrator') || needsTwo || isUnreviewable }
}

/** Returns whether a user has opened or approved the request, and therefore may not decide it. */
export function isInvolved(
  { opener, approvals }: Pick<RequestRecord, 'opener' | 'approvals'>,
  candidate: UserRef,
): boolean {
  return isMaybeSame(opener, candidate) || approvals.some(({ reviewer }) => isMaybeSame(reviewer, candidate))
}
