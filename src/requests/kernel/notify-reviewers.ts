import { messageText } from '../../core/message/english.js'
import { noticeAddresses } from '../../core/notice/addresses.js'
import { portDeadlineMs } from '../../kernel/guarded-ports.js'
import { applyExpiry } from '../model/transitions.js'
import { changeRequest, loadRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import { organisationOf, reviewersNow, userOf } from './organisation.js'

const administrators = 'administrators'
/** More at once than this are left to `requests.maintain`. */
const maxDeliveriesInProgress = 64

/** The first try: after the answer, which waits for nothing of it and hears nothing of how it went. */
export function notifyReviewersLater(deps: RequestDeps, requestId: string | undefined): void {
  if (requestId === undefined || !deps.notifyReviewer || deps.deliveriesInProgress.count >= maxDeliveriesInProgress)
    return
  deps.deliveriesInProgress.count += 1
  void deps.timer
    .wait(0)
    .then(() => notifyReviewers(deps, requestId))
    .catch(() => undefined)
    .finally(() => {
      deps.deliveriesInProgress.count -= 1
    })
}

/**
 * Tells everybody who may review the request now and has not been notified since it was asked for: whoever the directory has
 * named meanwhile too. On record once it was notified, so that a crash tells twice rather than never.
 *
 * @returns how many were notified, and how many could not be.
 */
export async function notifyReviewers(
  deps: RequestDeps,
  requestId: string,
): Promise<{ readonly notified: number; readonly remaining: number }> {
  const { policy, document } = await loadRequest(deps, requestId)
  const request = document.request && applyExpiry(document.request, deps.ports.nowMs())
  const person = request && (await userOf(deps, request))
  if (!request || !person || request.state !== 'awaitingReview' || !deps.notifyReviewer || policy.unreadable) {
    return { notified: 0, remaining: 0 }
  }
  const organisation = await organisationOf(deps, person)
  const { people, isOpenToAdministrators } = reviewersNow(deps, request, organisation, policy.policy)
  const reviewers = people.map((one) => ({ id: one.id, addresses: noticeAddresses(one) }))
  const asked = [...reviewers, ...(isOpenToAdministrators ? [undefined] : [])]
  const waiting = asked.filter((reviewer) => !request.notified.includes(nameOf(reviewer)))
  const dueAt = new Date(request.review?.dueAtMs ?? request.createdAtMs)
  const { tenantId } = deps
  const outcomes = await Promise.all(
    waiting.map(async (reviewer) => {
      const id = `${request.id} ${request.review?.sinceMs} ${nameOf(reviewer)}`
      const text = reviewer ? 'notice.reviewRequested' : 'notice.reviewRequestedFromAdministrators'
      const notice = {
        ...messageText(text, { dueAt }),
        id,
        tenantId,
        requestId,
        userId: person.id,
        reviewer,
        dueAt,
      }
      return deps.timer
        .within(portDeadlineMs, async () => deps.notifyReviewer?.(notice))
        .then(
          () => nameOf(reviewer),
          () => undefined,
        )
    }),
  )
  const notified = outcomes.filter((name) => name !== undefined)
  if (notified.length > 0) await recordTold(deps, requestId, request.review?.sinceMs, notified)
  return { notified: notified.length, remaining: waiting.length - notified.length }
}

function nameOf(reviewer: { readonly id: string } | undefined): string {
  return reviewer ? `user ${reviewer.id}` : administrators
}

/** What was notified of an earlier round of asking is no concern of this one. */
function recordTold(
  deps: RequestDeps,
  requestId: string,
  sinceMs: number | undefined,
  notified: readonly string[],
): Promise<void> {
  return changeRequest(deps, requestId, {
    readFacts: () => undefined,
    decide: ({ document: { request } }) => {
      const isSame = request !== undefined && request.review?.sinceMs === sinceMs && request.state === 'awaitingReview'
      if (!isSame) return { value: undefined }
      return { value: undefined, next: { ...request, notified: [...new Set([...request.notified, ...notified])] } }
    },
  })
}
