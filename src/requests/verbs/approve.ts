import { guid } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable } from '../../kernel/load.js'
import type { DecideInput } from '../inputs.js'
import type { RequestDeps } from '../kernel/deps.js'
import { justificationField } from '../kernel/fields.js'
import { notifyReviewersLater } from '../kernel/notify-reviewers.js'
import { review } from '../kernel/review.js'
import type { PassRequest } from '../model/describe.js'
import { approvalsNeeded } from '../model/dual-control.js'
import { refOf } from '../model/request.js'
import { approve } from '../model/transitions/review.js'

const parse = inputParser({ requestId: guid, justification: justificationField })

export async function approveRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  const approved = await review(deps, 'approve', input, {
    parse,
    decide: ({ request, reviewer, organisation, loaded, context, justification }) => {
      const needed = approvalsNeeded(requireReadable(loaded.policy).policy, organisation.user, request)
      return approve(request, refOf(reviewer), { justification, approvalsNeeded: needed }, context)
    },
  })
  if (approved.state === 'awaitingReview') notifyReviewersLater(deps, approved.id)
  return approved
}
