import { millisecondsInHour } from 'date-fns/constants'
import { isSamePerson } from '../../core/access/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestRecord, UserRef } from './request.js'
import { isMaybeSame } from './request.js'
import type { RequestRules } from './rules.js'

/** A person and those above them, as the directory knows them now. */
export interface Organisation {
  readonly person: DirectoryUser
  readonly manager?: DirectoryUser | undefined
  /** Of the manager. */
  readonly delegate?: DirectoryUser | undefined
  readonly managersManager?: DirectoryUser | undefined
}

/** Who may review a request now. */
export interface Reviewers {
  readonly people: readonly DirectoryUser[]
  /** May whoever may issue a pass to the person review as well? */
  readonly isOpenToAdministrators: boolean
}

/**
 * Manager and delegate; the manager's manager once the manager is away, or gone, without a delegate, or nobody has acted for
 * the time set, or two people are needed; administrators where the rules name them, two people are needed, or all that
 * leads to nobody. Never the person, who is known by the directory's id and not by a name; nor who opened the request, nor
 * who has approved it already.
 */
export function reviewersOf(
  organisation: Organisation,
  request: Pick<RequestRecord, 'review' | 'opener' | 'approvals'>,
  asked: { readonly rules: RequestRules; readonly needsTwo: boolean; readonly nowMs: number },
): Reviewers {
  const { rules, needsTwo, nowMs } = asked
  const { person, manager, delegate, managersManager } = organisation
  const couldAct = (somebody: DirectoryUser | undefined): somebody is DirectoryUser =>
    somebody?.isEnabled === true && !isSamePerson(somebody, person) && !isMaybeSame(request.opener, somebody)
  const mayAct = (somebody: DirectoryUser | undefined): somebody is DirectoryUser =>
    couldAct(somebody) && !isTaken(request, somebody)
  const escalatesAtMs = (request.review?.sinceMs ?? nowMs) + rules.escalationDelayInHours * millisecondsInHour
  // Whoever has said yes is still there: that they cannot say it twice makes nobody else a reviewer.
  const isManagerThere = rules.reviewers.includes('manager') && couldAct(manager) && manager.isAway !== true
  const isDelegateThere = rules.reviewers.includes('delegate') && couldAct(delegate)
  const isEscalated = needsTwo || nowMs >= escalatesAtMs || (!isManagerThere && !isDelegateThere)
  const candidates = [
    rules.reviewers.includes('manager') ? manager : undefined,
    rules.reviewers.includes('delegate') ? delegate : undefined,
    rules.reviewers.includes('managersManager') && isEscalated ? managersManager : undefined,
  ].filter(mayAct)
  const people = candidates.filter((one, index) => candidates.findIndex((other) => isSamePerson(one, other)) === index)
  const leadsNowhere = isEscalated && !people.some((one) => one.isAway !== true)
  return { people, isOpenToAdministrators: rules.reviewers.includes('administrator') || needsTwo || leadsNowhere }
}

/** Has this person a part in the request already that keeps them from deciding it? */
export function isTaken(
  { opener, approvals }: Pick<RequestRecord, 'opener' | 'approvals'>,
  somebody: UserRef,
): boolean {
  return isMaybeSame(opener, somebody) || approvals.some(({ reviewer }) => isMaybeSame(reviewer, somebody))
}
