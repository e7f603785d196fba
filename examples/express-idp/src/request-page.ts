import type { Request, Response } from 'express'
import { NotAuthorizedError } from 'temporary-access-pass'
import type { PassRequest } from 'temporary-access-pass/requests'
import { defaultRequestRules } from 'temporary-access-pass/requests'
import { may } from './access.js'
import { callOf } from './call.js'
import type { Person } from './directory.js'
import { english } from './english.js'
import { page, refuse } from './pages.js'
import type { Parts } from './parts.js'
import { dueWords, labelOfState, moveInWords, proverWords } from './request-words.js'
import { visitorOf } from './session.js'

/** What a form of the page was sent with, when it is shown again. */
export interface Retry {
  readonly error?: string | undefined
  readonly justification?: string | undefined
}

/** One request: who asks, what was proved, what happened, and what this visitor may do about it. */
export async function showRequest(
  parts: Parts,
  request: Request,
  response: Response,
  requestId: string,
  retry: Retry = {},
): Promise<void> {
  const found = await find(parts, request, response, requestId)
  if (found === 'notYours') return refuse(request, response, 403, english.notYourReview)
  const person = found && parts.people.byId(found.userId)
  if (!found || !person) return refuse(request, response, 404, english.unknownRequest)
  const name = (id: string) => parts.people.byId(id)?.displayName ?? id
  const { minimumCallInSeconds } = defaultRequestRules
  page(request, response, 'pass-request', {
    request: found,
    person,
    manager: person.managerId && parts.people.byId(person.managerId),
    label: labelOfState(found.state),
    due: dueWords[found.state],
    name,
    proverWords,
    history: found.history.map((moved) => ({ ...moved, sentence: moveInWords(moved, name) })),
    may: mayDo(found, person, visitorOf(response).person),
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
): Promise<PassRequest | undefined | 'notYours'> {
  try {
    return await requests.get({ ...callOf(request, response), requestId })
  } catch (error) {
    if (error instanceof NotAuthorizedError) return 'notYours'
    throw error
  }
}

/** What to offer. The library asks again at every call. */
function mayDo(request: PassRequest, person: Person, visitor: Person) {
  const { state, reviewerIds, isOpenToAdministrators, openedBy, approvals, call } = request
  const hasApproved = approvals.some(({ reviewerId }) => reviewerId === visitor.id)
  const isOpener = openedBy === visitor.id
  const isAsked =
    reviewerIds.includes(visitor.id) || (isOpenToAdministrators && may(visitor, 'requests.review', person))
  const isReviewer = isAsked && !hasApproved && !isOpener && person.id !== visitor.id
  const isMyCall = state === 'inCall' && call?.reviewerId === visitor.id
  return {
    call: isReviewer && state === 'awaitingReview',
    decide: isReviewer && isMyCall,
    deny: isReviewer && !isMyCall,
    takeBack: hasApproved && state === 'approved',
    collect: isOpener && state === 'approved',
    cancel: isOpener && ['awaitingReview', 'inCall', 'approved'].includes(state),
  }
}
