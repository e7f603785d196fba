import { policyKey } from '../../core/user-document/store-key.js'
import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { TamperedError } from '../../errors.js'
import type { Write } from '../../kernel/commit.js'
import { commit } from '../../kernel/commit.js'
import type { Deps } from '../../kernel/deps.js'
import type { Held, HeldPolicy } from '../../kernel/load.js'
import { openHeld, openPolicy, rewrite, writeHeld } from '../../kernel/load.js'
import type { StoredDocument, StoreKey } from '../../ports/store.js'
import { decodeRequest, encodeRequest } from '../model/codec.js'
import type { RequestRecord } from '../model/request.js'
import { requestKey, retainRequestUntil } from '../model/store-key.js'

/** One request as read. `undefined`: none, or one that does not open. */
export interface HeldRequest extends Held {
  readonly request: RequestRecord | undefined
}

/** What most verbs of requests decide on, read in one round. */
export interface LoadedRequest {
  readonly ring: KeyRing
  readonly policy: HeldPolicy
  readonly held: HeldRequest
}

/** One change of one request. */
export interface RequestChange<Facts, Answer> {
  /** What the decision needs to know besides, asked anew whenever the request is read anew. */
  readonly learn: (loaded: LoadedRequest) => Promise<Facts> | Facts
  /** Pure. `next` absent: there is nothing to write. */
  readonly decide: (
    loaded: LoadedRequest,
    facts: Facts,
    nowMs: number,
  ) => { readonly answer: Answer; readonly next?: RequestRecord | undefined }
}

export async function loadRequest(deps: Deps, id: string): Promise<LoadedRequest> {
  const keys = [policyKey(deps.tenantId), requestKey(deps.tenantId, id)] as const
  const ring = await deps.ports.keyRing()
  const [policy, request] = await deps.ports.read(keys)
  return { ring, policy: openPolicy(deps, ring, keys[0], policy), held: openRequest(deps, ring, keys[1], request) }
}

export function openRequest(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): HeldRequest {
  const held = openHeld(deps, ring, key, stored)
  const request = stored && !held.unreadable ? decodeRequest({ body: stored.body, secret: held.secret }) : undefined
  const unreadable = stored && !request ? (held.unreadable ?? 'tampered') : undefined
  return { ...held, unreadable, request }
}

/** @throws {@link TamperedError} where it does not open. */
export function readableRequest({ held }: LoadedRequest): RequestRecord | undefined {
  if (held.unreadable) throw new TamperedError(held.key, held.unreadable)
  return held.request
}

/** Commits one change of one request. Whoever changes it in this process stands in one line. */
export async function changeRequest<Facts, Answer>(
  deps: Deps,
  id: string,
  { learn, decide }: RequestChange<Facts, Answer>,
): Promise<Answer> {
  const turn = deps.turns.join(`request ${deps.tenantId.length} ${deps.tenantId} ${id}`)
  try {
    return await commit(deps, turn, {
      read: async () => {
        const loaded = await loadRequest(deps, id)
        return { loaded, facts: await learn(loaded) }
      },
      decide: ({ loaded, facts }, commitId) => {
        const { answer, next } = decide(loaded, facts, deps.ports.nowMs())
        return { answer, write: next && writeRequest(deps, loaded, next, commitId) }
      },
      isMadeBy: ({ loaded }, commitId) => loaded.held.request?.commitIds.includes(commitId) === true,
      carryForward: ({ loaded }) => rewrite(deps, loaded.ring, loaded.held),
    })
  } finally {
    turn.leave()
  }
}

function writeRequest(deps: Deps, { ring, policy, held }: LoadedRequest, next: RequestRecord, commitId: string): Write {
  const request = { ...next, commitIds: withCommit(next.commitIds, commitId) }
  const retainUntilMs = retainRequestUntil(request, policy.policy.retentionInDays, deps.ports.nowMs())
  return writeHeld(deps, ring, held, { ...encodeRequest(request), retainUntilMs })
}
