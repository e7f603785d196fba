import type { Page } from '../../api/call.js'
import type { Actor } from '../../core/access/actor.js'
import { isSameUser } from '../../core/access/authorize.js'
import type { RequestView } from '../../core/event/request-vocabulary.js'
import { requestViews } from '../../core/event/request-vocabulary.js'
import { maxCursorLength } from '../../core/input/limits.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import { oneOf, optional, text, wholeNumber } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { loadPolicy, requireReadable } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import { scanPage } from '../../kernel/page-input.js'
import type { ShownEntry } from '../../kernel/shown.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { ListRequestsInput } from '../inputs.js'
import { openStoredRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { authorizeReview, describeNow, organisationOf, userOf } from '../kernel/organisation.js'
import { isAllowed, userCalling } from '../kernel/user-caller.js'
import type { PassRequest } from '../model/describe.js'
import type { RequestRecord } from '../model/request.js'
import { requestKind } from '../model/store-key.js'
import { applyExpiry } from '../model/transitions/expiry.js'

const parse = inputParser({
  view: oneOf(requestViews),
  cursor: optional(text(1, maxCursorLength)),
  limit: optional(wholeNumber(1, 100)),
})
const defaultLimit = 50
/** Limits the time of one page. */
const maxScanned = 1_000

/**
 * Scans the requests and asks the directory about each open one. There is no index, so a crash leaves nothing
 * inconsistent, and a new delegate sees the inbox at once.
 */
export function listRequests(deps: RequestDeps, input: ListRequestsInput): Promise<Page<PassRequest>> {
  return audited(deps, 'requests.list', input, async (audit) => {
    const { actor, view, cursor, limit = defaultLimit } = parse(input)
    const cachedDeps = withCachedDirectory(deps)
    const filter = await filterOf(cachedDeps, audit, actor, view)
    const loaded = await loadPolicy(deps)
    requireReadable(loaded.policy)
    const items: PassRequest[] = []
    let next = cursor
    let scanned = 0
    do {
      const page = await scanPage(deps, { kind: requestKind, tenantId: deps.tenantId, cursor: next, limit })
      for (const entry of page.entries) {
        const item = await describeEntry(cachedDeps, loaded, entry, filter)
        if (item) items.push(item)
      }
      scanned += page.entries.length
      next = page.cursor
    } while (next !== undefined && items.length === 0 && scanned < maxScanned)
    return { value: { items, cursor: next }, event: { type: 'request.read', details: { view } } }
  })
}

type LoadedPolicyAndRing = Omit<Loaded, 'loadedUser'>

/** Which requests are on the list. */
interface RequestFilter {
  /** Skips most requests before they are decrypted. */
  readonly isCandidate: (body: string) => boolean
  readonly isIncluded: (
    request: RequestRecord,
    user: DirectoryUser,
    loaded: LoadedPolicyAndRing,
  ) => Promise<boolean> | boolean
}

async function filterOf(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  view: RequestView,
): Promise<RequestFilter> {
  if (view === 'all') {
    await authorize(deps, audit, 'requests.list', actor)
    return { isCandidate: () => true, isIncluded: () => true }
  }
  const caller = await userCalling(deps, audit, actor, view === 'own' ? 'requests.list' : 'requests.review')
  if (view === 'own') return { isCandidate: () => true, isIncluded: (_, user) => isSameUser(user, caller) }
  const auditedActor = audit.actor
  return {
    isCandidate: (body) => body.includes('"state":"awaitingReview"') || body.includes('"state":"inCall"'),
    async isIncluded(request, user, { policy }) {
      const { state, call } = applyExpiry(request, deps.ports.nowMs())
      if (state !== 'awaitingReview' && !(state === 'inCall' && call?.reviewer.id === caller.id)) return false
      const organisation = await organisationOf(deps, user)
      const question = { actor, request, organisation, policy: policy.policy }
      const isReviewer = await isAllowed(authorizeReview(deps, audit, question))
      audit.actor = auditedActor
      return isReviewer
    },
  }
}

/** Returns `undefined` for a request that is not on the list. Decoys and unreadable requests are on no list. */
async function describeEntry(
  deps: RequestDeps,
  loaded: LoadedPolicyAndRing,
  { key, shown }: ShownEntry,
  { isCandidate, isIncluded }: RequestFilter,
): Promise<PassRequest | undefined> {
  if (key.tenantId !== deps.tenantId || !shown.stored || !isCandidate(shown.stored.body)) return undefined
  const { request } = openStoredRequest(deps, loaded.ring, key, shown)
  const user = request && (await userOf(deps, request))
  if (!request || !user || !(await isIncluded(request, user, loaded))) return undefined
  return describeNow(deps, request, await organisationOf(deps, user), loaded.policy.policy)
}

/** Asks the directory about each user once a call. */
function withCachedDirectory(deps: RequestDeps): RequestDeps {
  const answers = new Map<string, Promise<DirectoryUser | undefined>>()
  const findUser: RequestDeps['ports']['findUser'] = (query) => {
    const answer = answers.get(query.user) ?? deps.ports.findUser(query)
    answers.set(query.user, answer)
    return answer
  }
  return { ...deps, ports: { ...deps.ports, findUser } }
}
