import { requesterKey } from '../../core/documents/requester-key.js'
import { userKey } from '../../core/user-document/store-key.js'
import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { commit } from '../../kernel/commit.js'
import type { Decision } from '../../kernel/decision.js'
import { openDecoy, placeholder } from '../../kernel/decoy.js'
import { commitsOf, openDecoded, openUser, rewrite, writeDocument } from '../../kernel/load.js'
import type { LoadedDocument } from '../../kernel/loaded.js'
import type { ShownDocument } from '../../kernel/shown.js'
import type { Write } from '../../kernel/write.js'
import { decodeRequester, encodeRequester } from '../model/codec.js'
import type { RequestRecord, UserRef } from '../model/request.js'
import type { RequesterRecord } from '../model/requester.js'
import {
  isLocked,
  newRequester,
  retainRequesterUntil,
  withFailedProof,
  withInvalidatedProofs,
  withoutExpiredProof,
  withoutFailedProof,
  withProofsInvalidatedAt,
  withReusableProof,
} from '../model/requester.js'
import type { RequestDeps } from './deps.js'

/** Names a document, and its user unless the requester is unknown. */
export type RequesterOf = Pick<RequestRecord, 'requesterId' | 'user'>

interface LoadedRequester extends LoadedDocument {
  readonly ring: KeyRing
  readonly requester: RequesterRecord
}

export async function loadRequester(deps: RequestDeps, of: RequesterOf): Promise<RequesterRecord> {
  return (await readRequester(deps, of)).requester
}

/** Counts a proof before it is checked. Returns `undefined` during a lockout. */
export function countProof(deps: RequestDeps, of: RequesterOf): Promise<RequesterRecord | undefined> {
  return changeRequester(deps, of, (requester, nowMs) => {
    if (isLocked(requester, nowMs)) return { value: undefined, restsOnRead: 'refusal' }
    return { value: requester, next: withFailedProof(requester, nowMs, deps.rules) }
  })
}

/** Takes back the count of a proof that did not fail. If the write fails, the proof stays counted. */
export async function uncountProof(deps: RequestDeps, of: RequesterOf): Promise<void> {
  await changeRequester(deps, of, (requester) => ({
    value: undefined,
    next: withoutFailedProof(requester, deps.rules),
  })).catch(() => undefined)
}

/**
 * Records the proof that a reviewer approved. A failed write is ignored: `collect` and `requests.maintain` derive the proof
 * from the request again.
 */
export async function recordReusableProof(deps: RequestDeps, request: RequestRecord): Promise<boolean> {
  if (!request.user || (request.state !== 'approved' && request.state !== 'collected')) return false
  return changeRequester(deps, request, (requester, nowMs) => {
    const next = withReusableProof(requester, request, nowMs, deps.rules)
    return { value: next !== undefined, next, restsOnRead: 'housekeeping' }
  }).catch(() => false)
}

export async function invalidateProofs(deps: RequestDeps, of: RequesterOf): Promise<void> {
  await changeRequester(deps, of, (requester, nowMs) => ({
    value: undefined,
    next: withInvalidatedProofs(requester, nowMs),
  }))
}

interface RequesterDecision<Value> extends Pick<Decision<Value>, 'value' | 'restsOnRead'> {
  readonly next?: RequesterRecord | undefined
}

function changeRequester<Value>(
  deps: RequestDeps,
  of: RequesterOf,
  decide: (requester: RequesterRecord, nowMs: number) => RequesterDecision<Value>,
): Promise<Value> {
  return commit(deps, requesterKey(deps.tenantId, of.requesterId), {
    read: () => readRequester(deps, of),
    decide: (state, commitId) => {
      const nowMs = deps.ports.nowMs()
      const { value, next, restsOnRead } = decide(state.requester, nowMs)
      return { value, write: next && writeRequester(deps, state, next, { commitId, nowMs }), restsOnRead }
    },
    commits: (state) => commitsOf(state, state.requester.commitIds),
    rewrite: (state) => rewrite(deps, state.ring, state),
  })
}

/** An unreadable document counts as absent: an attacker who can change it can also delete it. */
async function readRequester(deps: RequestDeps, { requesterId, user }: RequesterOf): Promise<LoadedRequester> {
  const { tenantId, ports } = deps
  const keys = [requesterKey(tenantId, requesterId), userKey(tenantId, user?.id ?? requesterId)] as const
  const ring = await ports.keyRing()
  const [shown, shownUser] = await ports.read(keys)
  const { decoded, ...loaded } = openDecoded(deps, ring, keys[0], shown, decodeRequester)
  const requester = decoded ?? newRequester
  if (!user) {
    // The same work as for a known user, so that the time reveals nothing.
    openDecoy(deps, ring, keys[1], shownUser.stored ?? placeholder)
    return { ...loaded, ring, requester }
  }
  const repudiatedAtMs = readRepudiation(deps, ring, user, shownUser)
  return {
    ...loaded,
    ring,
    requester: repudiatedAtMs === undefined ? requester : withProofsInvalidatedAt(requester, repudiatedAtMs),
  }
}

/** When the user reported a pass that was not theirs. An unreadable user document invalidates every proof so far. */
function readRepudiation(deps: RequestDeps, ring: KeyRing, user: UserRef, shown: ShownDocument): number | undefined {
  const key = userKey(deps.tenantId, user.id)
  const { document, unreadable } = openUser(deps, ring, key, shown, { ...user, isEnabled: false })
  return unreadable ? deps.ports.nowMs() : document?.repudiatedAtMs
}

function writeRequester(
  deps: RequestDeps,
  state: LoadedRequester,
  next: RequesterRecord,
  { commitId, nowMs }: { readonly commitId: string; readonly nowMs: number },
): Write {
  const requester = withoutExpiredProof({ ...next, commitIds: withCommit(next.commitIds, commitId) }, nowMs)
  const retainUntilMs = retainRequesterUntil(requester, nowMs, deps.rules)
  return writeDocument(deps, state.ring, state, { ...encodeRequester(requester), retainUntilMs })
}
