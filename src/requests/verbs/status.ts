import type { CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import type { RequesterInput, RequestResult } from '../inputs.js'
import { loadRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { readRequesterRequest } from '../kernel/input.js'
import { acceptedResult, checkRequester, refusedResult } from '../kernel/transition.js'
import { applyExpiry } from '../model/transitions/expiry.js'

export function statusOfRequest(deps: RequestDeps, input: RequesterInput): Promise<RequestResult> {
  return audited<RequestResult>(deps, 'requests.status', input, async (audit) => {
    const { requestId, clientBinding } = readRequesterRequest(input, deps.tenantId)
    if (requestId === undefined) return notFound()
    const found = checkRequester(await loadRequest(deps, requestId), clientBinding)
    if (!found.ok) return notFound()
    const current = applyExpiry(found.request, deps.ports.nowMs())
    audit.userId = current.user?.id
    return { value: acceptedResult(current), event: { type: 'request.read', details: { requestId } } }
  })
}

function notFound(): CallResult<RequestResult> {
  return { value: refusedResult(), event: { type: 'request.read', details: {} } }
}
