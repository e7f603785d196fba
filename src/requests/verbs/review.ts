import * as z from 'zod/mini'
import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import { cleanText } from '../../core/event/clean-text.js'
import { isGuid } from '../../core/input/id.js'
import { maxJustificationLength } from '../../core/input/limits.js'
import { InvalidTransitionError, RequestNotFoundError, StepUpRequiredError } from '../../errors.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import type { Field } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { DecideInput, ReviewInput } from '../api.js'
import type { LoadedRequest } from '../kernel/change-request.js'
import { changeRequest, loadRequest, readableRequest } from '../kernel/change-request.js'
import { invalidateProofs, recordReusableProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { authorizeReview, describeNow, organisationOf, userOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import { approvalsNeeded } from '../model/dual-control.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import type { Organisation } from '../model/reviewers.js'
import type { TransitionContext, TransitionResult } from '../model/transitions.js'
import { approve, deny, startCall } from '../model/transitions.js'

export const requestIdField: Field<string> = {
  schema: z.string().check(z.refine(isGuid)),
  expected: { text: 'the GUID of a request' },
}

/** One line that says something. */
export const reasonField: Field<string> = {
  schema: z.string().check(
    z.minLength(1),
    z.maxLength(maxJustificationLength),
    z.refine((text) => cleanText(text, maxJustificationLength).trim() !== ''),
  ),
  expected: {
    text: 'text of 1 to 1,000 characters, not only white space',
    minimum: 1,
    maximum: maxJustificationLength,
  },
}

const parseReview = inputParser({ requestId: requestIdField })
const parseDecision = inputParser({ requestId: requestIdField, justification: reasonField })

/** `requests.startCall`. */
export function startReviewCall(deps: RequestDeps, input: ReviewInput): Promise<PassRequest> {
  return review(deps, 'startCall', input, parseReview, ({ request, reviewer, transitionContext }) =>
    startCall(request, refOf(reviewer), transitionContext),
  )
}

/** `requests.approve`. */
export async function approveRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  const approved = await review(deps, 'approve', input, parseDecision, (asked) => {
    const { request, reviewer, organisation, loaded, transitionContext, justification } = asked
    const needed = approvalsNeeded(requireReadable(loaded.policy).policy, organisation.person, request)
    return approve(request, refOf(reviewer), { justification, approvalsNeeded: needed }, transitionContext)
  })
  if (approved.state === 'awaitingReview') notifyReviewersLater(deps, approved.id)
  return approved
}

/** `requests.deny`. What the person proved before counts for nothing from then on. */
export function denyRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  return review(deps, 'deny', input, parseDecision, ({ request, transitionContext, justification }) =>
    deny(request, justification, transitionContext),
  )
}

interface ReviewFacts {
  readonly request: RequestRecord
  readonly reviewer: DirectoryUser
  readonly organisation: Organisation
  readonly loaded: LoadedRequest
  readonly transitionContext: TransitionContext
  readonly justification: string
}

/** Who may is asked anew whenever the request is read anew, and each time by what the directory says then. */
function review(
  deps: RequestDeps,
  transition: 'startCall' | 'approve' | 'deny',
  input: ReviewInput,
  parse: (input: unknown) => { readonly actor: Actor; readonly requestId: string; readonly justification?: string },
  judge: (asked: ReviewFacts) => TransitionResult,
): Promise<PassRequest> {
  return audited(deps, 'requests.review', input, async (audit) => {
    const { actor, requestId: typed, justification: reason = '' } = parse(input)
    const requestId = typed.toLowerCase()
    const justification = cleanText(reason, maxJustificationLength).trim()
    if (transition === 'deny') await invalidateBeforeDenial(deps, audit, actor, requestId)
    const { before, result, organisation, loaded } = await changeRequest(deps, requestId, {
      readFacts: (loaded) => authorizeReviewer(deps, audit, actor, loaded),
      decide: (loaded, { request, reviewer, organisation }, nowMs) => {
        // What leads to a pass asks what issuing one asks; saying no never waits.
        const stepUp =
          transition === 'deny' ? undefined : missingStepUp(requireReadable(loaded.policy).policy.issuing, actor, nowMs)
        if (stepUp) throw new StepUpRequiredError(stepUp)
        const by = { kind: 'user', id: reviewer.id } as const
        const transitionContext = { nowMs, by, rules: deps.rules }
        const result = judge({ request, reviewer, organisation, loaded, transitionContext, justification })
        return { value: { before: request, result, organisation, loaded }, next: result.next }
      },
    })
    if (!result.ok) throw new InvalidTransitionError(transition, result.state, result.reason)
    const { next } = result
    if (next.state === 'approved') await recordReusableProof(deps, next)
    const details = {
      requestId,
      transition,
      from: before.state,
      to: next.state,
      justification: justification || undefined,
    }
    return {
      value: describeNow(deps, next, organisation, loaded.policy.policy),
      event: { type: 'request.changed', details },
    }
  })
}

async function invalidateBeforeDenial(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  requestId: string,
): Promise<void> {
  const { request } = await authorizeReviewer(deps, audit, actor, await loadRequest(deps, requestId))
  const result = deny(request, '', {
    nowMs: deps.ports.nowMs(),
    by: { kind: 'system', id: 'clock' },
    rules: deps.rules,
  })
  // What an administrator opened says nothing of what the person proved.
  if (result.ok && !request.opener) await invalidateProofs(deps, request)
}

/** @throws {@link RequestNotFoundError}; {@link NotAuthorizedError}; {@link UnreadableDocumentError}. */
async function authorizeReviewer(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  loaded: LoadedRequest,
): Promise<{ readonly request: RequestRecord; readonly reviewer: DirectoryUser; readonly organisation: Organisation }> {
  const request = readableRequest(loaded)
  const person = request && (await userOf(deps, request))
  if (!request || !person) throw new RequestNotFoundError()
  audit.userId = person.id
  const { policy } = requireReadable(loaded.policy)
  const organisation = await organisationOf(deps, person)
  // Whoever has said yes may still say no. Whether they may say yes once more is result with the request.
  const asked = { actor, request: { ...request, approvals: [] }, organisation, policy }
  return { request, organisation, reviewer: await authorizeReview(deps, audit, asked) }
}
