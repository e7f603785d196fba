import { InvalidInputError } from '../../errors.js'
import { checkedLimit } from '../../kernel/page-input.js'
import type { StoreEntry } from '../../ports/store.js'
import type { MaintainInput, RequestProgress } from '../api.js'
import { changeRequest, openRequest } from '../kernel/change-request.js'
import { recordStanding } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import { tellReviewers } from '../kernel/notify-reviewers.js'
import type { RequestRecord } from '../model/request.js'
import { requestKind } from '../model/store-key.js'
import { settle } from '../model/transitions.js'

/** Requests looked after at once: a reviewer's mail server that hangs holds the others up for no longer than a port may. */
const mostAtOnce = 16

/** What time makes of requests, written down; and what a crash left undone. Idempotent, and right in any order. */
export async function maintainRequests(deps: RequestDeps, input?: MaintainInput): Promise<RequestProgress> {
  const limit = checkedLimit(input)
  const page = await deps.ports.scan({ kind: requestKind, cursor: checkedCursor(input?.cursor), limit })
  const progress = { changed: 0, told: 0, remaining: 0 }
  for (let at = 0; at < page.entries.length; at += mostAtOnce) {
    const batch = page.entries.slice(at, at + mostAtOnce)
    for (const done of await Promise.all(batch.map((entry) => lookAfter(deps, entry)))) {
      progress.changed += done.changed
      progress.told += done.told
      progress.remaining += done.remaining
    }
  }
  return { ...progress, cursor: page.cursor }
}

type Done = Omit<RequestProgress, 'cursor'>

/** Where it fails for one request, the others are looked after all the same. */
async function lookAfter(deps: RequestDeps, entry: StoreEntry): Promise<Done> {
  const tenant = { ...deps, tenantId: entry.key.tenantId }
  try {
    const { request } = openRequest(tenant, await tenant.ports.keyRing(), entry.key, entry.document)
    if (!request) return { changed: 0, told: 0, remaining: 1 }
    const changed = (await recordClock(tenant, request)) + Number(await recordStanding(tenant, request))
    return { changed, ...(await tellReviewers(tenant, request.id)) }
  } catch {
    return { changed: 0, told: 0, remaining: 1 }
  }
}

async function recordClock(deps: RequestDeps, seen: RequestRecord): Promise<number> {
  if (settle(seen, deps.ports.nowMs()) === seen) return 0
  return changeRequest(deps, seen.id, {
    learn: () => undefined,
    decide: ({ held: { request } }, _, nowMs) => {
      const next = request && settle(request, nowMs)
      return next === request ? { answer: 0 } : { answer: 1, next }
    },
  })
}

function checkedCursor(cursor: unknown): string | undefined {
  if (cursor === undefined || typeof cursor === 'string') return cursor
  throw new InvalidInputError([{ code: 'type', field: 'cursor', message: 'must be as the page before answered it' }])
}
