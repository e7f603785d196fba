import { missingStepUp } from '../../core/access/step-up.js'
import { requesterId } from '../../core/documents/requester-key.js'
import { objectionsToPass } from '../../core/pass/create.js'
import { NotAuthorizedError, PolicyViolationError, StepUpRequiredError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { askOnUser } from '../../kernel/authorize.js'
import { hashBinding } from '../../kernel/client-binding.js'
import { drawGuid } from '../../kernel/draw-id.js'
import { clientBinding, id } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { OpenInput } from '../inputs.js'
import { changeRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { cleanJustification, cleanTicket, justificationField, ticketField } from '../kernel/fields.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { describeNow, organisationOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import { passTermsOf, policyForRequests } from '../model/pass-terms.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import { toAwaitingReview } from '../model/transitions/await-review.js'

const parse = inputParser({
  user: id,
  justification: justificationField,
  ticket: ticketField,
  clientBinding,
})

/**
 * Creates a request that awaits its review at once: the administrator's reasons replace a proof. The administrator counts
 * as one of two people, so programs are refused.
 */
export async function openRequest(deps: RequestDeps, input: OpenInput): Promise<PassRequest> {
  const opened = await audited<PassRequest>(deps, 'requests.open', input, async (audit) => {
    const { actor, user: name, justification, ticket, clientBinding: binding } = parse(input)
    const { user, isSelf, actor: caller } = await askOnUser(deps, audit, 'requests.open', { actor, user: name })
    if (caller.kind !== 'user') throw new NotAuthorizedError('requests.open', 'userRequired')
    if (isSelf) throw new NotAuthorizedError('requests.open', 'self')
    const organisation = await organisationOf(deps, user)
    const request = newRequest(deps, user, caller.user, {
      justification: cleanJustification(justification),
      ticket: cleanTicket(ticket),
      clientBinding: hashBinding(deps.tenantId, binding),
    })
    const value = await changeRequest<undefined, PassRequest>(deps, request.id, {
      readFacts: () => undefined,
      decide: (loaded, _, nowMs) => {
        const { policy } = requireReadable(loaded.policy)
        const stepUp = missingStepUp(policy.issuing, actor, nowMs)
        if (stepUp) throw new StepUpRequiredError(stepUp)
        const objections = objectionsToPass(
          policyForRequests(policy, deps.rules),
          user,
          passTermsOf(request, policy, deps.rules),
          nowMs,
        )
        if (objections.length > 0) throw new PolicyViolationError(objections)
        const next = toAwaitingReview(withOpening(request, nowMs), nowMs, deps.rules)
        return { value: describeNow(deps, next, organisation, policy), next }
      },
    })
    const details = {
      requestId: request.id,
      transition: 'open',
      to: 'awaitingReview',
      justification: request.justification,
    } as const
    return { value, event: { type: 'request.changed', details: { ...details, ticket: request.ticket } } }
  })
  notifyReviewersLater(deps, opened.id)
  return opened
}

function newRequest(
  deps: RequestDeps,
  user: DirectoryUser,
  opener: DirectoryUser,
  reasons: Pick<RequestRecord, 'justification' | 'ticket' | 'clientBinding'>,
): RequestRecord {
  return {
    id: drawGuid(deps.ports.randomBytes),
    user: refOf(user),
    requesterId: requesterId({ userId: user.id }),
    opener: refOf(opener),
    ...reasons,
    state: 'submitted',
    createdAtMs: 0,
    proofs: [],
    approvals: [],
    notified: [],
    history: [],
    commitIds: [],
  }
}

function withOpening(request: RequestRecord, nowMs: number): RequestRecord {
  const { opener, justification } = request
  const by = { kind: 'user', id: opener?.id ?? '' } as const
  const history = [{ transition: 'open', state: 'awaitingReview', atMs: nowMs, by, justification }] as const
  return { ...request, createdAtMs: nowMs, history }
}
