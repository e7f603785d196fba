import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import { guid } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable } from '../../kernel/load.js'
import type { ReviewInput } from '../inputs.js'
import { loadRequest, readableRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { authorizeReview, describeNow, organisationOf, userOf } from '../kernel/organisation.js'
import { isAllowed, isCaller } from '../kernel/user-caller.js'
import type { PassRequest } from '../model/describe.js'

const parse = inputParser({ requestId: guid })

/** Allows the user, the reviewers, and actors with the permission `requests.list`. */
export function getRequest(deps: RequestDeps, input: ReviewInput): Promise<PassRequest | undefined> {
  return audited<PassRequest | undefined>(deps, 'requests.list', input, async (audit) => {
    const { actor, requestId } = parse(input)
    const loaded = await loadRequest(deps, requestId.toLowerCase())
    const request = readableRequest(loaded)
    const user = request && (await userOf(deps, request))
    const event = { type: 'request.read', details: { requestId } } as const
    if (!request || !user) {
      await authorize(deps, audit, 'requests.list', actor)
      return { value: undefined, event }
    }
    audit.userId = user.id
    const { policy } = requireReadable(loaded.policy)
    const organisation = await organisationOf(deps, user)
    if (!(await isCaller(deps, audit, actor, user))) {
      const question = { actor, request: { ...request, approvals: [] }, organisation, policy }
      const isReviewer = await isAllowed(authorizeReview(deps, audit, question))
      if (!isReviewer) await authorize(deps, audit, 'requests.list', actor)
    }
    return { value: describeNow(deps, request, organisation, policy), event }
  })
}
