import * as z from 'zod/mini'
import type { Actor } from '../../core/access/actor.js'
import { missingStepUp } from '../../core/access/step-up.js'
import { cleanText } from '../../core/event/clean-text.js'
import { isGuid } from '../../core/input/id.js'
import { IllegalMoveError, RequestNotFoundError, StepUpRequiredError } from '../../errors.js'
import type { Trail } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import type { Field } from '../../kernel/input-parser.js'
import { inputParser } from '../../kernel/input-parser.js'
import { readable } from '../../kernel/load.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { DecideInput, ReviewInput } from '../api.js'
import type { LoadedRequest } from '../kernel/change-request.js'
import { changeRequest, loadRequest, readableRequest } from '../kernel/change-request.js'
import { recordStanding, voidStanding } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { tellReviewersLater } from '../kernel/notify-reviewers.js'
import { authorizeReview, describeNow, organisationOf, personOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import { approvalsNeeded } from '../model/dual-control.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import type { Organisation } from '../model/reviewers.js'
import type { Judged, Making } from '../model/transitions.js'
import { approve, deny, startCall } from '../model/transitions.js'

const longestJustification = 1_000

export const requestIdField: Field<string> = {
  schema: z.string().check(z.refine(isGuid)),
  expected: { text: 'the GUID of a request' },
}

/** One line that says something. */
export const reasonField: Field<string> = {
  schema: z.string().check(
    z.minLength(1),
    z.maxLength(longestJustification),
    z.refine((text) => cleanText(text, longestJustification).trim() !== ''),
  ),
  expected: { text: 'text of 1 to 1,000 characters, not only white space', minimum: 1, maximum: longestJustification },
}

const parseReview = inputParser({ requestId: requestIdField })
const parseDecision = inputParser({ requestId: requestIdField, justification: reasonField })

/** `requests.startCall`. */
export function startReviewCall(deps: RequestDeps, input: ReviewInput): Promise<PassRequest> {
  return review(deps, 'startCall', input, parseReview, ({ request, reviewer, making }) =>
    startCall(request, refOf(reviewer), making),
  )
}

/** `requests.approve`. */
export async function approveRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  const approved = await review(deps, 'approve', input, parseDecision, (asked) => {
    const { request, reviewer, organisation, loaded, making, justification } = asked
    const needed = approvalsNeeded(readable(loaded.policy).policy, organisation.person, request)
    return approve(request, refOf(reviewer), { justification, approvalsNeeded: needed }, making)
  })
  if (approved.state === 'awaitingReview') tellReviewersLater(deps, approved.id)
  return approved
}

/** `requests.deny`. What the person proved before counts for nothing from then on. */
export function denyRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  return review(deps, 'deny', input, parseDecision, ({ request, making, justification }) =>
    deny(request, justification, making),
  )
}

interface Asked {
  readonly request: RequestRecord
  readonly reviewer: DirectoryUser
  readonly organisation: Organisation
  readonly loaded: LoadedRequest
  readonly making: Making
  readonly justification: string
}

/** Who may is asked anew whenever the request is read anew, and each time by what the directory says then. */
function review(
  deps: RequestDeps,
  move: 'startCall' | 'approve' | 'deny',
  input: ReviewInput,
  parse: (input: unknown) => { readonly actor: Actor; readonly requestId: string; readonly justification?: string },
  judge: (asked: Asked) => Judged,
): Promise<PassRequest> {
  return audited(deps, 'requests.review', input, async (trail) => {
    const { actor, requestId: typed, justification: reason = '' } = parse(input)
    const requestId = typed.toLowerCase()
    const justification = cleanText(reason, longestJustification).trim()
    if (move === 'deny') await voidBefore(deps, trail, actor, requestId)
    const { before, judged, organisation, loaded } = await changeRequest(deps, requestId, {
      learn: (loaded) => whoMay(deps, trail, actor, loaded),
      decide: (loaded, { request, reviewer, organisation }, nowMs) => {
        // What leads to a pass asks what issuing one asks; saying no never waits.
        const stepUp = move === 'deny' ? undefined : missingStepUp(readable(loaded.policy).policy.issuing, actor, nowMs)
        if (stepUp) throw new StepUpRequiredError(stepUp)
        const by = { kind: 'user', id: reviewer.id } as const
        const making = { nowMs, by, rules: deps.rules }
        const judged = judge({ request, reviewer, organisation, loaded, making, justification })
        return { answer: { before: request, judged, organisation, loaded }, next: judged.next }
      },
    })
    if (!judged.ok) throw new IllegalMoveError(move, judged.state, judged.reason)
    const { next } = judged
    if (next.state === 'approved') await recordStanding(deps, next)
    const details = { requestId, move, from: before.state, to: next.state, justification: justification || undefined }
    return {
      answer: describeNow(deps, next, organisation, loaded.policy.policy),
      event: { type: 'request.changed', details },
    }
  })
}

async function voidBefore(deps: RequestDeps, trail: Trail, actor: Actor, requestId: string): Promise<void> {
  const { request } = await whoMay(deps, trail, actor, await loadRequest(deps, requestId))
  const judged = deny(request, '', {
    nowMs: deps.ports.nowMs(),
    by: { kind: 'system', id: 'clock' },
    rules: deps.rules,
  })
  // What an administrator opened says nothing of what the person proved.
  if (judged.ok && !request.opener) await voidStanding(deps, request.standingId)
}

/** @throws {@link RequestNotFoundError}; {@link NotAuthorizedError}; {@link TamperedError}. */
async function whoMay(
  deps: RequestDeps,
  trail: Trail,
  actor: Actor,
  loaded: LoadedRequest,
): Promise<{ readonly request: RequestRecord; readonly reviewer: DirectoryUser; readonly organisation: Organisation }> {
  const request = readableRequest(loaded)
  const person = request && (await personOf(deps, request))
  if (!request || !person) throw new RequestNotFoundError()
  trail.userId = person.id
  const { policy } = readable(loaded.policy)
  const organisation = await organisationOf(deps, person)
  // Whoever has said yes may still say no. Whether they may say yes once more is judged with the request.
  const asked = { actor, request: { ...request, approvals: [] }, organisation, policy }
  return { request, organisation, reviewer: await authorizeReview(deps, trail, asked) }
}
