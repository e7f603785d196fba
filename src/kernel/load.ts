import { millisecondsInDay } from 'date-fns/constants'
import { decodePolicy, encodePolicy } from '../core/policy/codec.js'
import type { PolicyPatch } from '../core/policy/policy.js'
import { decodeUserDocument, encodeUserDocument } from '../core/user-document/codec.js'
import { retainUntil } from '../core/user-document/retention.js'
import { policyKey, userKey } from '../core/user-document/store-key.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { changed, documentOf, emptyUserDocument } from '../core/user-document/user-document.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { Content } from '../crypto/seal.js'
import { openDocument, sealDocument } from '../crypto/seal.js'
import type { Verifier } from '../crypto/verifier.js'
import { packVerifier, unpackVerifier } from '../crypto/verifier.js'
import { UnreadableDocumentError } from '../errors.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Deps } from './deps.js'
import type { Loaded, LoadedDocument, LoadedPolicy, LoadedUser } from './loaded.js'
import type { Write } from './write.js'

const noSecret = new Uint8Array()
const maxOpenedPolicies = 1_000

export async function load(deps: Deps, user: DirectoryUser): Promise<Loaded> {
  const keys = [policyKey(deps.tenantId), userKey(deps.tenantId, user.id)] as const
  const ring = await deps.ports.keyRing()
  const [policy, stored] = await deps.ports.read(keys)
  return {
    ring,
    policy: openPolicy(deps, ring, keys[0], policy),
    loadedUser: openUser(deps, ring, keys[1], stored, user),
  }
}

export async function loadPolicy(deps: Deps): Promise<Omit<Loaded, 'loadedUser'>> {
  const key = policyKey(deps.tenantId)
  const ring = await deps.ports.keyRing()
  const [stored] = await deps.ports.read([key])
  return { ring, policy: openPolicy(deps, ring, key, stored) }
}

/** @throws {@link UnreadableDocumentError} */
export function requireReadable<T extends LoadedDocument>(loaded: T): T {
  if (loaded.unreadable) throw new UnreadableDocumentError(loaded.key, loaded.unreadable)
  return loaded
}

/** Opens the policy. Every sign-in reads it, so the last one of each tenant is kept until its text or the keys change. */
export function openPolicy(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): LoadedPolicy {
  const known = deps.openedPolicies.get(key.tenantId)
  if (stored && known?.ring === ring && isSameDocument(known.policy.stored, stored)) return known.policy
  const policy = openPolicyAnew(deps, ring, key, stored)
  if (deps.openedPolicies.size >= maxOpenedPolicies) deps.openedPolicies.clear()
  if (stored && !policy.unreadable) deps.openedPolicies.set(key.tenantId, { ring, policy })
  return policy
}

function isSameDocument(a: StoredDocument | undefined, b: StoredDocument): boolean {
  return a?.revision === b.revision && a.body === b.body && a.seal === b.seal && a.retainUntilMs === b.retainUntilMs
}

function openPolicyAnew(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): LoadedPolicy {
  const { decoded, ...loaded } = openDecoded(deps, ring, key, stored, ({ body }) => decodePolicy(body, deps.defaults))
  return { ...loaded, policy: decoded?.policy ?? deps.defaults, commitIds: decoded?.commits ?? [] }
}

export function openUser(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  stored: StoredDocument | undefined,
  user: DirectoryUser | undefined,
): LoadedUser {
  const { decoded, ...loaded } = openDecoded(deps, ring, key, stored, ({ body }) => decodeUserDocument(body))
  const document = user && documentOf(user, decoded)
  return { ...loaded, document, verifier: document?.pass && unpackVerifier(loaded.secret) }
}

/** Opens and decodes what was read. A body that its seal proves authentic but that cannot be decoded has another format. */
export function openDecoded<Decoded>(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  stored: StoredDocument | undefined,
  decode: (content: { readonly body: string; readonly secret: Uint8Array }) => Decoded | undefined,
): LoadedDocument & { readonly decoded: Decoded | undefined } {
  if (!stored) return { key, stored, secret: noSecret, unreadable: undefined, decoded: undefined }
  const opened = openDocument({ ring, cryptography: deps.cryptography }, key, stored)
  if (!opened.ok) return { key, stored, secret: noSecret, unreadable: opened.reason, decoded: undefined }
  const { secret } = opened
  const decoded = decode({ body: stored.body, secret })
  return { key, stored, secret, unreadable: decoded ? undefined : 'otherFormat', decoded }
}

/** Returns the write that stores `document` for the user. */
export function writeUser(
  deps: Deps,
  { ring, policy, loadedUser }: Loaded,
  document: UserDocument,
  verifier: Verifier | undefined = loadedUser.verifier,
): Write {
  return writeDocument(deps, ring, loadedUser, {
    body: encodeUserDocument(document),
    secret: document.pass && verifier ? packVerifier(verifier) : noSecret,
    retainUntilMs: retainUntil(document, policy.policy, deps.ports.nowMs()),
  })
}

/** Returns the write that empties the user's document. It is kept for a day, longer than any write is on its way. */
export function writeEmptyUser(deps: Deps, { ring, loadedUser }: Loaded, user: DirectoryUser, commitId: string): Write {
  const body = encodeUserDocument(changed(emptyUserDocument(user), commitId, {}))
  const retainUntilMs = deps.ports.nowMs() + millisecondsInDay
  return writeDocument(deps, ring, loadedUser, { body, secret: noSecret, retainUntilMs })
}

/** Returns the write that stores these policy fields; every other field follows the code-level policy. Never swept. */
export function writePolicy(
  deps: Deps,
  ring: KeyRing,
  loaded: LoadedPolicy,
  policy: PolicyPatch,
  commits: readonly string[],
): Write {
  return writeDocument(deps, ring, loaded, {
    body: encodePolicy(policy, commits),
    secret: noSecret,
    retainUntilMs: null,
  })
}

/** Returns the write that stores the same document again, under a new revision. */
export function rewrite(deps: Deps, ring: KeyRing, loaded: LoadedDocument): Write {
  const { stored, secret } = loaded
  if (!stored) return { key: loaded.key, expected: null, next: null }
  return writeDocument(deps, ring, loaded, { body: stored.body, secret, retainUntilMs: stored.retainUntilMs })
}

/** Returns the user's document, or an empty one where none can be read. */
export function documentOrEmpty({ document }: LoadedUser, user: DirectoryUser): UserDocument {
  return document ?? emptyUserDocument(user)
}

/** Returns the write that replaces what was read. */
export function writeDocument(deps: Deps, ring: KeyRing, loaded: LoadedDocument, content: Content): Write {
  const { cryptography, ports } = deps
  const next = sealDocument({ ring, cryptography, randomBytes: ports.randomBytes }, loaded.key, content)
  return { key: loaded.key, expected: loaded.stored?.revision ?? null, next }
}
