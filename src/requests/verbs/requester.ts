import { audited } from '../../kernel/audited.js'
import type { EditInput, HeldInput } from '../api.js'
import { loadRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { readEdit, readHeld } from '../kernel/input.js'
import { tellReviewersLater } from '../kernel/notify-reviewers.js'
import type { RequestResult } from '../kernel/transition.js'
import { accepted, judgeHeld, moveHeld, told } from '../kernel/transition.js'
import type { RequestRecord } from '../model/request.js'
import { cancel, edit, settle } from '../model/transitions.js'

const nothing = async (): Promise<void> => undefined

/** `requests.status`. */
export function statusOfRequest(deps: RequestDeps, input: HeldInput): Promise<RequestResult> {
  return audited<RequestResult>(deps, 'requests.status', input, async (trail) => {
    const { requestId, clientBinding } = readHeld(input, deps.tenantId)
    if (requestId === undefined) return { answer: { ok: false }, event: { type: 'request.read', details: {} } }
    const found = judgeHeld(await loadRequest(deps, requestId), { clientBinding })
    if (!found.ok) return { answer: { ok: false }, event: { type: 'request.read', details: {} } }
    const current = settle(found.request, deps.ports.nowMs())
    trail.userId = current.person?.id
    return { answer: accepted(current), event: { type: 'request.read', details: { requestId } } }
  })
}

/** `requests.cancel`. */
export function cancelRequest(deps: RequestDeps, input: HeldInput): Promise<RequestResult> {
  return audited(deps, 'requests.cancel', input, async (trail) => {
    const held = readHeld(input, deps.tenantId)
    const outcome = await moveHeld(deps, held, nothing, (request, _, __, nowMs) =>
      cancel(request, { nowMs, by: holderOf(request), rules: deps.rules }),
    )
    return told(trail, 'cancel', held, outcome)
  })
}

/** `requests.edit`. */
export async function editRequest(deps: RequestDeps, input: EditInput): Promise<RequestResult> {
  let requestId: string | undefined
  const answer = await audited(deps, 'requests.edit', input, async (trail) => {
    const { contact, ...held } = readEdit(input, deps.tenantId)
    requestId = held.requestId
    if (contact === 'malformed') return told(trail, 'edit', held, { judged: { ok: false, reason: 'malformed' } })
    const outcome = await moveHeld(deps, held, nothing, (request, _, __, nowMs) =>
      edit(request, contact, { nowMs, by: holderOf(request), rules: deps.rules }),
    )
    return told(trail, 'edit', held, outcome)
  })
  if (answer.ok && answer.state === 'awaitingReview') tellReviewersLater(deps, requestId)
  return answer
}

/** The person who asks; or the administrator who asked for them. */
export function holderOf({ person, opener }: RequestRecord): RequestRecord['history'][number]['by'] {
  return opener ? { kind: 'user', id: opener.id } : { kind: 'requester', id: person?.id ?? '' }
}
