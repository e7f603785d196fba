import { guid } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import type { ReviewInput } from '../inputs.js'
import type { RequestDeps } from '../kernel/deps.js'
import { review } from '../kernel/review.js'
import type { PassRequest } from '../model/describe.js'
import { refOf } from '../model/request.js'
import { startCall } from '../model/transitions/review.js'

const parse = inputParser({ requestId: guid })

export function startReviewCall(deps: RequestDeps, input: ReviewInput): Promise<PassRequest> {
  return review(deps, 'startCall', input, {
    parse,
    decide: ({ request, reviewer, context }) => startCall(request, refOf(reviewer), context),
  })
}
