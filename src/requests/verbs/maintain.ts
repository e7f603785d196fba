import { checkedCursor, checkedLimit, scanPage } from '../../kernel/page-input.js'
import type { ShownEntry } from '../../kernel/shown.js'
import type { MaintainInput, RequestProgress } from '../inputs.js'
import { changeRequest, openStoredRequest } from '../kernel/change-request.js'
import { recordReusableProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { notifyReviewers } from '../kernel/notify-reviewers.js'
import type { RequestRecord } from '../model/request.js'
import { requestKind } from '../model/store-key.js'
import { applyExpiry } from '../model/transitions/expiry.js'

/** In parallel, so that one slow notifier delays a page by no more than its deadline. */
const maxConcurrentRequests = 16

/** Runs in several jobs at once without harm: every step is idempotent. */
export async function maintainRequests(deps: RequestDeps, input?: MaintainInput): Promise<RequestProgress> {
  const limit = checkedLimit(input)
  const page = await scanPage(deps, { kind: requestKind, cursor: checkedCursor(input), limit })
  const progress = { changed: 0, notified: 0, remaining: 0 }
  for (let at = 0; at < page.entries.length; at += maxConcurrentRequests) {
    const batch = page.entries.slice(at, at + maxConcurrentRequests)
    for (const outcome of await Promise.all(batch.map((entry) => maintain(deps, entry)))) {
      progress.changed += outcome.changed
      progress.notified += outcome.notified
      progress.remaining += outcome.remaining
    }
  }
  return { ...progress, cursor: page.cursor }
}

type MaintainedRequest = Omit<RequestProgress, 'cursor'>

/** A failure of one request does not stop the others. */
async function maintain(deps: RequestDeps, entry: ShownEntry): Promise<MaintainedRequest> {
  const tenantDeps = { ...deps, tenantId: entry.key.tenantId }
  try {
    const { request } = openStoredRequest(tenantDeps, await tenantDeps.ports.keyRing(), entry.key, entry.shown)
    if (!request) return { changed: 0, notified: 0, remaining: 1 }
    const changed = (await storeExpiry(tenantDeps, request)) + Number(await recordReusableProof(tenantDeps, request))
    return { changed, ...(await notifyReviewers(tenantDeps, request.id)) }
  } catch {
    return { changed: 0, notified: 0, remaining: 1 }
  }
}

async function storeExpiry(deps: RequestDeps, scanned: RequestRecord): Promise<number> {
  if (applyExpiry(scanned, deps.ports.nowMs()) === scanned) return 0
  return changeRequest(deps, scanned.id, {
    readFacts: () => undefined,
    decide: ({ document: { request } }, _, nowMs) => {
      const next = request && applyExpiry(request, nowMs)
      return next === request ? { value: 0, restsOnRead: 'housekeeping' } : { value: 1, next }
    },
  })
}
