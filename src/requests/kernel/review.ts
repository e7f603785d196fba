import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import { InvalidTransitionError, RequestNotFoundError, StepUpRequiredError } from '../../errors.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { requireReadable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { ReviewInput } from '../inputs.js'
import type { PassRequest } from '../model/describe.js'
import type { RequestRecord } from '../model/request.js'
import type { Organisation } from '../model/reviewers.js'
import type { TransitionResult } from '../model/transitions/apply-transition.js'
import type { TransitionContext } from '../model/transitions/with-transition.js'
import type { LoadedRequest } from './change-request.js'
import { changeRequest, readableRequest } from './change-request.js'
import { recordReusableProof } from './change-requester.js'
import type { RequestDeps } from './deps.js'
import { cleanJustification } from './fields.js'
import { authorizeReview, describeNow, organisationOf, userOf } from './organisation.js'

export type ReviewTransition = 'startCall' | 'approve' | 'deny'

interface ParsedReview {
  readonly actor: Actor
  readonly requestId: string
  readonly justification?: string
}

/** A request, its reviewer and its user, as the directory knows them now. */
export interface ReviewedRequest {
  readonly request: RequestRecord
  readonly reviewer: DirectoryUser
  readonly organisation: Organisation
}

/** What a reviewer's transition is decided on. */
export interface ReviewFacts extends ReviewedRequest {
  readonly loaded: LoadedRequest
  readonly context: TransitionContext
  readonly justification: string
}

/** The steps that differ between the three transitions of a reviewer. */
interface ReviewSteps {
  readonly parse: (input: unknown) => ParsedReview
  readonly decide: (facts: ReviewFacts) => TransitionResult
  /** Runs before the request changes. */
  readonly prepare?: (audit: AuditContext, actor: Actor, requestId: string) => Promise<void>
}

/** Commits a reviewer's transition. Each time the request is read, the directory and the authorizer are asked again. */
export function review(
  deps: RequestDeps,
  transition: ReviewTransition,
  input: ReviewInput,
  { parse, decide, prepare }: ReviewSteps,
): Promise<PassRequest> {
  return audited(deps, 'requests.review', input, async (audit) => {
    const { actor, requestId: typedId, justification: typedJustification = '' } = parse(input)
    const requestId = typedId.toLowerCase()
    const justification = cleanJustification(typedJustification)
    await prepare?.(audit, actor, requestId)
    const { before, result, organisation, loaded } = await changeRequest(deps, requestId, {
      readFacts: (loaded) => authorizeReviewer(deps, audit, actor, loaded),
      decide: (loaded, reviewed, nowMs) => {
        if (transition !== 'deny') requireStepUp(loaded, actor, nowMs)
        const context = { nowMs, by: { kind: 'user', id: reviewed.reviewer.id }, rules: deps.rules } as const
        const result = decide({ ...reviewed, loaded, context, justification })
        const { request: before, organisation } = reviewed
        return { value: { before, result, organisation, loaded }, next: result.next }
      },
    })
    if (!result.ok) throw new InvalidTransitionError(transition, result.state, result.reason)
    const { next } = result
    if (next.state === 'approved') await recordReusableProof(deps, next)
    const details = { requestId, transition, from: before.state, to: next.state }
    return {
      value: describeNow(deps, next, organisation, loaded.policy.policy),
      event: { type: 'request.changed', details: { ...details, justification: justification || undefined } },
    }
  })
}

/** @throws {@link RequestNotFoundError}; {@link NotAuthorizedError}; {@link UnreadableDocumentError}. */
export async function authorizeReviewer(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  loaded: LoadedRequest,
): Promise<ReviewedRequest> {
  const request = readableRequest(loaded)
  const user = request && (await userOf(deps, request))
  if (!request || !user) throw new RequestNotFoundError()
  audit.userId = user.id
  const { policy } = requireReadable(loaded.policy)
  const organisation = await organisationOf(deps, user)
  // A reviewer who has approved may still deny, so the transition itself refuses a second approval.
  const question = { actor, request: { ...request, approvals: [] }, organisation, policy }
  return { request, organisation, reviewer: await authorizeReview(deps, audit, question) }
}

/** A transition that leads to a pass requires the sign-in that issuing one requires. */
function requireStepUp(loaded: LoadedRequest, actor: Actor, nowMs: number): void {
  const stepUp = missingStepUp(requireReadable(loaded.policy).policy.issuing, actor, nowMs)
  if (stepUp) throw new StepUpRequiredError(stepUp)
}
