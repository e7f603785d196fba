import { policyKey } from '../../core/user-document/store-key.js'
import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { commit } from '../../kernel/commit.js'
import type { Decided, Decision } from '../../kernel/decision.js'
import { decided, settle } from '../../kernel/decision.js'
import type { Deps } from '../../kernel/deps.js'
import { commitsOf, openDecoded, openPolicy, requireReadable, rewrite, writeDocument } from '../../kernel/load.js'
import type { LoadedDocument, LoadedPolicy } from '../../kernel/loaded.js'
import type { ShownDocument } from '../../kernel/shown.js'
import type { Write } from '../../kernel/write.js'
import type { StoreKey } from '../../ports/store.js'
import { decodeRequest, encodeRequest } from '../model/codec.js'
import type { RequestRecord } from '../model/request.js'
import { requestKey, retainRequestUntil } from '../model/store-key.js'

/** A stored request. `request` is absent if there is none, or if it is unreadable. */
export interface LoadedRequestDocument extends LoadedDocument {
  readonly request: RequestRecord | undefined
}

/** A request and the policy, in one read of the store. */
export interface LoadedRequest {
  readonly ring: KeyRing
  readonly policy: LoadedPolicy
  readonly document: LoadedRequestDocument
}

/** The parts of one change of one request. */
export interface RequestChange<Facts, Value> {
  /** Reads what the decision needs besides the request. Runs again each time the request is read. */
  readonly readFacts: (loaded: LoadedRequest) => Promise<Facts> | Facts
  /** Pure. Without `next`, the request is stored again unchanged, unless the result may rest on what was read. */
  readonly decide: (loaded: LoadedRequest, facts: Facts, nowMs: number) => RequestDecision<Value>
}

export interface RequestDecision<Value> extends Pick<Decision<Value>, 'value' | 'restsOnRead'> {
  readonly next?: RequestRecord | undefined
}

export async function loadRequest(deps: Deps, id: string): Promise<LoadedRequest> {
  const keys = [policyKey(deps.tenantId), requestKey(deps.tenantId, id)] as const
  const ring = await deps.ports.keyRing()
  const [policy, request] = await deps.ports.read(keys)
  const document = openStoredRequest(deps, ring, keys[1], request)
  return { ring, policy: openPolicy(deps, ring, keys[0], policy, document), document }
}

export function openStoredRequest(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  shown: ShownDocument,
): LoadedRequestDocument {
  const { decoded: request, ...loaded } = openDecoded(deps, ring, key, shown, decodeRequest)
  return { ...loaded, request }
}

/** @throws {@link UnreadableDocumentError} */
export function readableRequest({ document }: LoadedRequest): RequestRecord | undefined {
  return requireReadable(document).request
}

export function changeRequest<Facts, Value>(
  deps: Deps,
  id: string,
  { readFacts, decide }: RequestChange<Facts, Value>,
): Promise<Value> {
  return commit(deps, requestKey(deps.tenantId, id), {
    read: async () => {
      const loaded = await loadRequest(deps, id)
      return { loaded, facts: await readDecided(() => readFacts(loaded)) }
    },
    decide: ({ loaded, facts }, commitId) => {
      const { value, next, restsOnRead } = decide(loaded, settle(facts), deps.ports.nowMs())
      return { value, write: next && writeRequest(deps, loaded, next, commitId), restsOnRead }
    },
    commits: ({ loaded: { document } }) => commitsOf(document, document.request?.commitIds ?? []),
    rewrite: ({ loaded }) => rewrite(deps, loaded.ring, loaded.document),
  })
}

/** A refusal is part of the decision: a write of this call that was sent before must not land behind it. */
async function readDecided<Facts>(readFacts: () => Promise<Facts> | Facts): Promise<Decided<Facts>> {
  try {
    return { value: await readFacts() }
  } catch (error) {
    return decided<Facts>(() => {
      throw error
    })
  }
}

function writeRequest(
  deps: Deps,
  { ring, policy, document }: LoadedRequest,
  next: RequestRecord,
  commitId: string,
): Write {
  const request = { ...next, commitIds: withCommit(next.commitIds, commitId) }
  const retainUntilMs = retainRequestUntil(request, policy.policy.retentionInDays, deps.ports.nowMs())
  return writeDocument(deps, ring, document, { ...encodeRequest(request), retainUntilMs })
}
