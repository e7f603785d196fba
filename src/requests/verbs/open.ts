import * as z from 'zod/mini'
import { missingStepUp } from '../../core/access/step-up.js'
import { cleanText } from '../../core/event/clean-text.js'
import { isWellFormed } from '../../core/input/id.js'
import { objectionsToPass } from '../../core/pass/create.js'
import { NotAuthorizedError, PolicyViolationError, StepUpRequiredError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { askOnUser } from '../../kernel/authorize.js'
import { drawGuid } from '../../kernel/draw-id.js'
import { inputParser, user as userField } from '../../kernel/input-parser.js'
import { readable } from '../../kernel/load.js'
import { hashBinding } from '../../kernel/sign-in-input.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { OpenInput } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { tellReviewersLater } from '../kernel/notify-reviewers.js'
import { describeNow, organisationOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import { standingId } from '../model/requester.js'
import { asked } from '../model/transitions.js'
import { passOf, policyOf } from './collect.js'
import { reasonField } from './review.js'

const longestTicket = 128
const longestJustification = 1_000

const parse = inputParser({
  user: userField,
  justification: reasonField,
  ticket: {
    schema: z.string().check(
      z.minLength(1),
      z.maxLength(longestTicket),
      z.refine((text) => cleanText(text, longestTicket).trim() !== ''),
    ),
    expected: { text: 'text of 1 to 128 characters, not only white space', minimum: 1, maximum: longestTicket },
  },
  clientBinding: {
    schema: z.string().check(z.minLength(1), z.maxLength(1_024), z.refine(isWellFormed)),
    expected: { text: 'text of 1 to 1,024 characters', isSecret: true, minimum: 1, maximum: 1_024 },
  },
})

/**
 * `requests.open`: what an administrator does whom `passes.create` told that a second person is needed. It begins where a
 * person's own request is once they have proved who they are: the administrator has said why.
 */
export async function openRequest(deps: RequestDeps, input: OpenInput): Promise<PassRequest> {
  const opened = await audited<PassRequest>(deps, 'requests.open', input, async (trail) => {
    const { actor, user: name, justification, ticket, clientBinding } = parse(input)
    const { user, isSelf, actor: caller } = await askOnUser(deps, trail, 'requests.open', { actor, user: name })
    // Two people: a program is none.
    if (caller.kind !== 'user' || isSelf) throw new NotAuthorizedError('requests.open')
    const organisation = await organisationOf(deps, user)
    const request = newRequest(deps, user, caller.user, {
      justification: cleanText(justification, longestJustification).trim(),
      ticket: cleanText(ticket, longestTicket).trim(),
      clientBinding: hashBinding(deps.tenantId, clientBinding) ?? '',
    })
    const answer = await changeRequest<undefined, PassRequest>(deps, request.id, {
      learn: () => undefined,
      decide: (loaded, _, nowMs) => {
        const { policy } = readable(loaded.policy)
        const stepUp = missingStepUp(policy.issuing, actor, nowMs)
        if (stepUp) throw new StepUpRequiredError(stepUp)
        const objections = objectionsToPass(
          policyOf(policy, deps.rules),
          user,
          passOf(request, policy, deps.rules),
          nowMs,
        )
        if (objections.length > 0) throw new PolicyViolationError(objections)
        const next = asked(stamped(request, nowMs), nowMs, deps.rules)
        return { answer: describeNow(deps, next, organisation, policy), next }
      },
    })
    const details = {
      requestId: request.id,
      move: 'open',
      to: 'awaitingReview',
      justification: request.justification,
    } as const
    return { answer, event: { type: 'request.changed', details: { ...details, ticket: request.ticket } } }
  })
  tellReviewersLater(deps, opened.id)
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
    person: refOf(user),
    standingId: standingId({ userId: user.id }),
    opener: refOf(opener),
    ...said,
    state: 'submitted',
    createdAtMs: 0,
    proofs: [],
    approvals: [],
    told: [],
    history: [],
    commitIds: [],
  }
}

function stamped(request: RequestRecord, nowMs: number): RequestRecord {
  const { opener, justification } = request
  const by = { kind: 'user', id: opener?.id ?? '' } as const
  const history = [{ move: 'open', state: 'awaitingReview', atMs: nowMs, by, justification }] as const
  return { ...request, createdAtMs: nowMs, history }
}
