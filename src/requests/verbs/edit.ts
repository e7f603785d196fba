import { audited } from '../../kernel/audited.js'
import type { EditInput, RequestResult } from '../inputs.js'
import type { RequestDeps } from '../kernel/deps.js'
import { readEdit } from '../kernel/input.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { transitionAsRequester, transitionResult } from '../kernel/transition.js'
import { requesterActor } from '../model/request.js'
import { edit } from '../model/transitions/requester.js'

export async function editRequest(deps: RequestDeps, input: EditInput): Promise<RequestResult> {
  let requestId: string | undefined
  const value = await audited(deps, 'requests.edit', input, async (audit) => {
    const { contact, ...requesterRequest } = readEdit(input, deps.tenantId)
    requestId = requesterRequest.requestId
    if (contact === 'malformed') {
      return transitionResult(audit, 'edit', requesterRequest, { result: { ok: false, reason: 'malformed' } })
    }
    const outcome = await transitionAsRequester(deps, requesterRequest, {
      decide: ({ request, nowMs }) => edit(request, contact, { nowMs, by: requesterActor(request), rules: deps.rules }),
    })
    return transitionResult(audit, 'edit', requesterRequest, outcome)
  })
  if (value.ok && value.state === 'awaitingReview') notifyReviewersLater(deps, requestId)
  return value
}
