import { audited } from '../../kernel/audited.js'
import type { EditInput, RequesterInput } from '../api.js'
import { loadRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { readEdit, readRequesterRequest } from '../kernel/input.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import type { RequestResult } from '../kernel/transition.js'
import {
  acceptedResult,
  checkRequester,
  refusedResult,
  transitionAsRequester,
  transitionResult,
} from '../kernel/transition.js'
import type { RequestRecord } from '../model/request.js'
import { applyExpiry, cancel, edit } from '../model/transitions.js'

const nothing = async (): Promise<void> => undefined

/** `requests.status`. */
export function statusOfRequest(deps: RequestDeps, input: RequesterInput): Promise<RequestResult> {
  return audited<RequestResult>(deps, 'requests.status', input, async (audit) => {
    const { requestId, clientBinding } = readRequesterRequest(input, deps.tenantId)
    if (requestId === undefined) return { value: refusedResult(), event: { type: 'request.read', details: {} } }
    const found = checkRequester(await loadRequest(deps, requestId), { clientBinding })
    if (!found.ok) return { value: refusedResult(), event: { type: 'request.read', details: {} } }
    const current = applyExpiry(found.request, deps.ports.nowMs())
    audit.userId = current.user?.id
    return { value: acceptedResult(current), event: { type: 'request.read', details: { requestId } } }
  })
}

/** `requests.cancel`. */
export function cancelRequest(deps: RequestDeps, input: RequesterInput): Promise<RequestResult> {
  return audited(deps, 'requests.cancel', input, async (audit) => {
    const held = readRequesterRequest(input, deps.tenantId)
    const outcome = await transitionAsRequester(deps, held, nothing, (request, _, __, nowMs) =>
      cancel(request, { nowMs, by: requesterActor(request), rules: deps.rules }),
    )
    return transitionResult(audit, 'cancel', held, outcome)
  })
}

/** `requests.edit`. */
export async function editRequest(deps: RequestDeps, input: EditInput): Promise<RequestResult> {
  let requestId: string | undefined
  const value = await audited(deps, 'requests.edit', input, async (audit) => {
    const { contact, ...held } = readEdit(input, deps.tenantId)
    requestId = held.requestId
    if (contact === 'malformed')
      return transitionResult(audit, 'edit', held, { result: { ok: false, reason: 'malformed' } })
    const outcome = await transitionAsRequester(deps, held, nothing, (request, _, __, nowMs) =>
      edit(request, contact, { nowMs, by: requesterActor(request), rules: deps.rules }),
    )
    return transitionResult(audit, 'edit', held, outcome)
  })
  if (value.ok && value.state === 'awaitingReview') notifyReviewersLater(deps, requestId)
  return value
}

/** The person who asks; or the administrator who asked for them. */
export function requesterActor({ user, opener }: RequestRecord): RequestRecord['history'][number]['by'] {
  return opener ? { kind: 'user', id: opener.id } : { kind: 'requester', id: user?.id ?? '' }
}
