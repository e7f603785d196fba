import { inputIssue } from '../../core/input/input-issue.js'
import { InvalidInputError } from '../../errors.js'
import { checkedLimit } from '../../kernel/page-input.js'
import type { StoreEntry } from '../../ports/store.js'
import type { MaintainInput, RequestProgress } from '../api.js'
import { changeRequest, openStoredRequest } from '../kernel/change-request.js'
import { recordReusableProof } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { notifyReviewers } from '../kernel/notify-reviewers.js'
import type { RequestRecord } from '../model/request.js'
import { requestKind } from '../model/store-key.js'
import { applyExpiry } from '../model/transitions.js'

/** Requests looked after at once: a reviewer's mail server that hangs holds the others up for no longer than a port may. */
const maxConcurrentRequests = 16

/** What time makes of requests, written down; and what a crash left undone. Idempotent, and right in any order. */
export async function maintainRequests(deps: RequestDeps, input?: MaintainInput): Promise<RequestProgress> {
  const limit = checkedLimit(input)
  const page = await deps.ports.scan({ kind: requestKind, cursor: checkedCursor(input?.cursor), limit })
  const progress = { changed: 0, notified: 0, remaining: 0 }
  for (let at = 0; at < page.entries.length; at += maxConcurrentRequests) {
    const batch = page.entries.slice(at, at + maxConcurrentRequests)
    for (const done of await Promise.all(batch.map((entry) => lookAfter(deps, entry)))) {
      progress.changed += done.changed
      progress.notified += done.notified
      progress.remaining += done.remaining
    }
  }
  return { ...progress, cursor: page.cursor }
}

type MaintainedRequest = Omit<RequestProgress, 'cursor'>

/** Where it fails for one request, the others are looked after all the same. */
async function lookAfter(deps: RequestDeps, entry: StoreEntry): Promise<MaintainedRequest> {
  const tenant = { ...deps, tenantId: entry.key.tenantId }
  try {
    const { request } = openStoredRequest(tenant, await tenant.ports.keyRing(), entry.key, entry.document)
    if (!request) return { changed: 0, notified: 0, remaining: 1 }
    const changed = (await recordClock(tenant, request)) + Number(await recordReusableProof(tenant, request))
    return { changed, ...(await notifyReviewers(tenant, request.id)) }
  } catch {
    return { changed: 0, notified: 0, remaining: 1 }
  }
}

async function recordClock(deps: RequestDeps, seen: RequestRecord): Promise<number> {
  if (applyExpiry(seen, deps.ports.nowMs()) === seen) return 0
  return changeRequest(deps, seen.id, {
    readFacts: () => undefined,
    decide: ({ document: { request } }, _, nowMs) => {
      const next = request && applyExpiry(request, nowMs)
      return next === request ? { value: 0 } : { value: 1, next }
    },
  })
}

function checkedCursor(cursor: unknown): string | undefined {
  if (cursor === undefined || typeof cursor === 'string') return cursor
  throw new InvalidInputError([inputIssue('type', 'cursor', 'input.cursor')])
}
