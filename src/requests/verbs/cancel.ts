import { audited } from '../../kernel/audited.js'
import type { RequesterInput, RequestResult } from '../inputs.js'
import type { RequestDeps } from '../kernel/deps.js'
import { readRequesterRequest } from '../kernel/input.js'
import { transitionAsRequester, transitionResult } from '../kernel/transition.js'
import { requesterActor } from '../model/request.js'
import { cancel } from '../model/transitions/requester.js'

export function cancelRequest(deps: RequestDeps, input: RequesterInput): Promise<RequestResult> {
  return audited(deps, 'requests.cancel', input, async (audit) => {
    const requesterRequest = readRequesterRequest(input, deps.tenantId)
    const outcome = await transitionAsRequester(deps, requesterRequest, {
      decide: ({ request, nowMs }) => cancel(request, { nowMs, by: requesterActor(request), rules: deps.rules }),
    })
    return transitionResult(audit, 'cancel', requesterRequest, outcome)
  })
}
