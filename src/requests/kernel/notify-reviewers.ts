import { noticeAddresses } from '../../core/notice/addresses.js'
import { portDeadlineMs } from '../../kernel/guarded-ports.js'
import { settle } from '../model/transitions.js'
import { changeRequest, loadRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import { organisationOf, personOf, reviewersNow } from './organisation.js'

const administrators = 'administrators'
/** More at once than this are left to `requests.maintain`. */
const mostAtOnce = 64

/** The first try: after the answer, which waits for nothing of it and hears nothing of how it went. */
export function tellReviewersLater(deps: RequestDeps, requestId: string | undefined): void {
  if (requestId === undefined || !deps.notifyReviewer || deps.telling.count >= mostAtOnce) return
  deps.telling.count += 1
  void deps.timer
    .wait(0)
    .then(() => tellReviewers(deps, requestId))
    .catch(() => undefined)
    .finally(() => {
      deps.telling.count -= 1
    })
}

/**
 * Tells everybody who may review the request now and has not been told since it was asked for: whoever the directory has
 * named meanwhile too. On record once it was told, so that a crash tells twice rather than never.
 *
 * @returns how many were told, and how many could not be.
 */
export async function tellReviewers(
  deps: RequestDeps,
  requestId: string,
): Promise<{ readonly told: number; readonly remaining: number }> {
  const { policy, held } = await loadRequest(deps, requestId)
  const request = held.request && settle(held.request, deps.ports.nowMs())
  const person = request && (await personOf(deps, request))
  if (!request || !person || request.state !== 'awaitingReview' || !deps.notifyReviewer || policy.unreadable) {
    return { told: 0, remaining: 0 }
  }
  const organisation = await organisationOf(deps, person)
  const { people, areAdministratorsAsked } = reviewersNow(deps, request, organisation, policy.policy)
  const reviewers = people.map((one) => ({ id: one.id, addresses: noticeAddresses(one) }))
  const asked = [...reviewers, ...(areAdministratorsAsked ? [undefined] : [])]
  const waiting = asked.filter((reviewer) => !request.told.includes(nameOf(reviewer)))
  const dueAt = new Date(request.review?.dueAtMs ?? request.createdAtMs)
  const { tenantId } = deps
  const outcomes = await Promise.all(
    waiting.map(async (reviewer) => {
      const id = `${request.id} ${request.review?.sinceMs} ${nameOf(reviewer)}`
      const notice = { id, tenantId, requestId, userId: person.id, reviewer, dueAt }
      return deps.timer
        .within(portDeadlineMs, async () => deps.notifyReviewer?.(notice))
        .then(
          () => nameOf(reviewer),
          () => undefined,
        )
    }),
  )
  const told = outcomes.filter((name) => name !== undefined)
  if (told.length > 0) await recordTold(deps, requestId, request.review?.sinceMs, told)
  return { told: told.length, remaining: waiting.length - told.length }
}

function nameOf(reviewer: { readonly id: string } | undefined): string {
  return reviewer ? `user ${reviewer.id}` : administrators
}

/** What was told of an earlier round of asking is no concern of this one. */
function recordTold(
  deps: RequestDeps,
  requestId: string,
  sinceMs: number | undefined,
  told: readonly string[],
): Promise<void> {
  return changeRequest(deps, requestId, {
    learn: () => undefined,
    decide: ({ held: { request } }) => {
      const isSame = request !== undefined && request.review?.sinceMs === sinceMs && request.state === 'awaitingReview'
      if (!isSame) return { answer: undefined }
      return { answer: undefined, next: { ...request, told: [...new Set([...request.told, ...told])] } }
    },
  })
}
