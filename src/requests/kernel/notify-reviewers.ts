import { messageText } from '../../core/message/english.js'
import { noticeAddresses } from '../../core/notice/addresses.js'
import { portDeadlineMs } from '../../kernel/guarded-ports.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { RequestRecord } from '../model/request.js'
import { applyExpiry } from '../model/transitions/expiry.js'
import { changeRequest, loadRequest } from './change-request.js'
import type { RequestDeps } from './deps.js'
import { organisationOf, reviewersNow, userOf } from './organisation.js'

/** Notices beyond this number are left to `requests.maintain`. */
const maxDeliveriesInProgress = 64

/** How many reviewers were notified, and how many could not be. */
interface Notified {
  readonly notified: number
  readonly remaining: number
}

/** One notice to deliver. An absent reviewer stands for all administrators. */
interface Recipient {
  readonly name: string
  readonly reviewer?: DirectoryUser | undefined
}

/** Notifies after the answer. A failure is ignored: `requests.maintain` tries again. */
export function notifyReviewersLater(deps: RequestDeps, requestId: string | undefined): void {
  const isFull = deps.deliveriesInProgress.count >= maxDeliveriesInProgress
  if (requestId === undefined || !deps.notifyReviewer || isFull) return
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
 * Notifies each reviewer who may review now and was not notified in this review, also one whom the directory has named
 * since. It records a notice after its delivery, so a crash repeats a notice and never loses one.
 */
export async function notifyReviewers(deps: RequestDeps, requestId: string): Promise<Notified> {
  const request = await awaitingRequest(deps, requestId)
  if (!request) return { notified: 0, remaining: 0 }
  const { waiting, record, userId } = request
  const outcomes = await Promise.all(waiting.map((recipient) => deliver(deps, record, userId, recipient)))
  const notified = outcomes.filter((name) => name !== undefined)
  if (notified.length > 0) await recordNotified(deps, record, notified)
  return { notified: notified.length, remaining: waiting.length - notified.length }
}

/** Returns the request and the recipients who wait for a notice, if it awaits a review. */
async function awaitingRequest(
  deps: RequestDeps,
  requestId: string,
): Promise<
  { readonly record: RequestRecord; readonly userId: string; readonly waiting: readonly Recipient[] } | undefined
> {
  const { policy, document } = await loadRequest(deps, requestId)
  const record = document.request && applyExpiry(document.request, deps.ports.nowMs())
  const user = record && (await userOf(deps, record))
  if (!record || !user || record.state !== 'awaitingReview' || !deps.notifyReviewer || policy.unreadable)
    return undefined
  const organisation = await organisationOf(deps, user)
  const { reviewers, isOpenToAdministrators } = reviewersNow(deps, record, organisation, policy.policy)
  const recipients: readonly Recipient[] = [
    ...reviewers.map((reviewer) => ({ name: `user ${reviewer.id}`, reviewer })),
    ...(isOpenToAdministrators ? [{ name: 'administrators' }] : []),
  ]
  const waiting = recipients.filter(({ name }) => !record.notified.includes(name))
  return { record, userId: user.id, waiting }
}

/** Returns the recipient's name, or `undefined` if the delivery failed. */
async function deliver(
  deps: RequestDeps,
  { id: requestId, review, createdAtMs }: RequestRecord,
  userId: string,
  { name, reviewer }: Recipient,
): Promise<string | undefined> {
  const dueAt = new Date(review?.dueAtMs ?? createdAtMs)
  const messageId = reviewer ? 'notice.reviewRequested' : 'notice.reviewRequestedFromAdministrators'
  const notice = {
    ...messageText(messageId, { dueAt }),
    id: `${requestId} ${review?.sinceMs} ${name}`,
    tenantId: deps.tenantId,
    requestId,
    userId,
    reviewer: reviewer && { id: reviewer.id, addresses: noticeAddresses(reviewer) },
    dueAt,
  }
  try {
    await deps.timer.within(portDeadlineMs, async () => deps.notifyReviewer?.(notice))
    return name
  } catch {
    return undefined
  }
}

/** Ignores notices of an earlier review: its end has reset the record. */
function recordNotified(deps: RequestDeps, { id, review }: RequestRecord, notified: readonly string[]): Promise<void> {
  return changeRequest(deps, id, {
    readFacts: () => undefined,
    decide: ({ document: { request } }) => {
      const isSame = request?.state === 'awaitingReview' && request.review?.sinceMs === review?.sinceMs
      if (!request || !isSame) return { value: undefined, restsOnRead: 'housekeeping' }
      return { value: undefined, next: { ...request, notified: [...new Set([...request.notified, ...notified])] } }
    },
  })
}
