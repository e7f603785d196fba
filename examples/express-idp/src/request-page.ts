import type { Request, Response } from 'express'
import { NotAuthorizedError } from 'temporary-access-pass'
import type { PassRequest } from 'temporary-access-pass/requests'
import { defaultRequestRules } from 'temporary-access-pass/requests'
import { may } from './access.js'
import { callOf } from './call.js'
import type { User } from './directory.js'
import { english } from './english.js'
import { page, refuse } from './pages.js'
import type { Parts } from './parts.js'
import { dueWords, labelOfState, proverWords, transitionInWords } from './request-words.js'
import { visitorOf } from './session.js'

/** The error and the typed text of a form that is shown again. */
export interface ReviewFormRetry {
  readonly error?: string | undefined
  readonly justification?: string | undefined
}

/** Shows one request: the requester, the identity checks, the history, and what this visitor may do. */
export async function showRequest(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  retry: ReviewFormRetry = {},
): Promise<void> {
  const found = await find(parts, request, response, requestId)
  if (found === 'noAccess') return refuse(request, response, 403, english.requestNoAccess)
  const user = found && parts.users.byId(found.userId)
  if (!found || !user) return refuse(request, response, 404, english.unknownRequest)
  const name = (id: string) => parts.users.byId(id)?.displayName ?? id
  const { minimumCallInSeconds } = defaultRequestRules
  page(request, response, 'pass-request', {
    request: found,
    user,
    manager: user.managerId && parts.users.byId(user.managerId),
    label: labelOfState(found.state),
    due: dueWords[found.state],
    name,
    proverWords,
    history: found.history.map((entry) => ({ ...entry, sentence: transitionInWords(entry, name) })),
    may: allowedActions(found, user, visitorOf(response).user),
    decideFrom: found.call && new Date(found.call.startedAt.getTime() + minimumCallInSeconds * 1000),
    minimumCallInSeconds,
    retry,
  })
}

async function find(
  { requests }: Parts,
  request: Request,
  response: Response,
  requestId: string,
): Promise<PassRequest | undefined | 'noAccess'> {
  try {
    return await requests.get({ ...callOf(request, response), requestId })
  } catch (error) {
    if (error instanceof NotAuthorizedError) return 'noAccess'
    throw error
  }
}

/** Selects the actions to offer. The library checks the permission again at every call. */
function allowedActions(request: PassRequest, user: User, visitor: User) {
  const { state, reviewerIds, isOpenToAdministrators, openedBy, approvals, call } = request
  const hasApproved = approvals.some(({ reviewerId }) => reviewerId === visitor.id)
  const isOpener = openedBy === visitor.id
  const isAssigned =
    reviewerIds.includes(visitor.id) || (isOpenToAdministrators && may(visitor, 'requests.review', user))
  const isReviewer = isAssigned && !hasApproved && !isOpener && user.id !== visitor.id
  const isMyCall = state === 'inCall' && call?.reviewerId === visitor.id
  return {
    call: isReviewer && state === 'awaitingReview',
    decide: isReviewer && isMyCall,
    deny: isReviewer && !isMyCall,
    withdraw: hasApproved && state === 'approved',
    collect: isOpener && state === 'approved',
    cancel: isOpener && ['awaitingReview', 'inCall', 'approved'].includes(state),
  }
}
