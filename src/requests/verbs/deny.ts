import type { Actor } from '../../core/access/actor.js'
import type { AuditContext } from '../../kernel/audited.js'
import { guid } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import type { DecideInput } from '../inputs.js'
import { loadRequest } from '../kernel/change-request.js'
import { invalidateProofs } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { justificationField } from '../kernel/fields.js'
import { authorizeReviewer, review } from '../kernel/review.js'
import type { PassRequest } from '../model/describe.js'
import { clockActor } from '../model/transitions/expiry.js'
import { deny } from '../model/transitions/review.js'

const parse = inputParser({ requestId: guid, justification: justificationField })

/** Invalidates the proofs before the denial, so that a crash leaves no denial without it. */
export function denyRequest(deps: RequestDeps, input: DecideInput): Promise<PassRequest> {
  return review(deps, 'deny', input, {
    parse,
    prepare: (audit, actor, requestId) => invalidateBeforeDenial(deps, audit, actor, requestId),
    decide: ({ request, context, justification }) => deny(request, justification, context),
  })
}

async function invalidateBeforeDenial(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  requestId: string,
): Promise<void> {
  const { request } = await authorizeReviewer(deps, audit, actor, await loadRequest(deps, requestId))
  const context = { nowMs: deps.ports.nowMs(), by: clockActor, rules: deps.rules }
  // A request that an administrator opened contains no proof of the user.
  if (deny(request, '', context).ok && !request.opener) await invalidateProofs(deps, request)
}
