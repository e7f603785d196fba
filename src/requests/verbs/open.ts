import * as z from 'zod/mini'
import { missingStepUp } from '../../core/access/step-up.js'
import { requesterId } from '../../core/documents/requester-key.js'
import { cleanText } from '../../core/event/clean-text.js'
import { maxJustificationLength, maxTicketLength } from '../../core/input/limits.js'
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
import type { OpenInput } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { describeNow, organisationOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import { toAwaitingReview } from '../model/transitions.js'
import { passOf, policyOf } from './collect.js'
import { reasonField } from './review.js'

const parse = inputParser({
  user: id,
  justification: reasonField,
  ticket: {
    schema: z.string().check(
      z.minLength(1),
      z.maxLength(maxTicketLength),
      z.refine((text) => cleanText(text, maxTicketLength).trim() !== ''),
    ),
    expected: { text: 'text of 1 to 128 characters, not only white space', minimum: 1, maximum: maxTicketLength },
  },
  clientBinding,
})

/**
 * `requests.open`: what an administrator does whom `passes.create` told that a second person is needed. It begins where a
 * person's own request is once they have proved who they are: the administrator has said why.
 */
export async function openRequest(deps: RequestDeps, input: OpenInput): Promise<PassRequest> {
  const opened = await audited<PassRequest>(deps, 'requests.open', input, async (audit) => {
    const { actor, user: name, justification, ticket, clientBinding: binding } = parse(input)
    const { user, isSelf, actor: caller } = await askOnUser(deps, audit, 'requests.open', { actor, user: name })
    // Two people: a program is none.
    if (caller.kind !== 'user' || isSelf) throw new NotAuthorizedError('requests.open')
    const organisation = await organisationOf(deps, user)
    const request = newRequest(deps, user, caller.user, {
      justification: cleanText(justification, maxJustificationLength).trim(),
      ticket: cleanText(ticket, maxTicketLength).trim(),
      clientBinding: hashBinding(deps.tenantId, binding),
    })
    const value = await changeRequest<undefined, PassRequest>(deps, request.id, {
      readFacts: () => undefined,
      decide: (loaded, _, nowMs) => {
        const { policy } = requireReadable(loaded.policy)
        const stepUp = missingStepUp(policy.issuing, actor, nowMs)
        if (stepUp) throw new StepUpRequiredError(stepUp)
        const objections = objectionsToPass(
          policyOf(policy, deps.rules),
          user,
          passOf(request, policy, deps.rules),
          nowMs,
        )
        if (objections.length > 0) throw new PolicyViolationError(objections)
        const next = toAwaitingReview(stamped(request, nowMs), nowMs, deps.rules)
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
  said: Pick<RequestRecord, 'justification' | 'ticket' | 'clientBinding'>,
): RequestRecord {
  return {
    id: drawGuid(deps.ports.randomBytes),
    user: refOf(user),
    requesterId: requesterId({ userId: user.id }),
    opener: refOf(opener),
    ...said,
    state: 'submitted',
    createdAtMs: 0,
    proofs: [],
    approvals: [],
    notified: [],
    history: [],
    commitIds: [],
  }
}

function stamped(request: RequestRecord, nowMs: number): RequestRecord {
  const { opener, justification } = request
  const by = { kind: 'user', id: opener?.id ?? '' } as const
  const history = [{ transition: 'open', state: 'awaitingReview', atMs: nowMs, by, justification }] as const
  return { ...request, createdAtMs: nowMs, history }
}
