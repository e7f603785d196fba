import { millisecondsInDay } from 'date-fns/constants'
import { laterRetention, nextVersion } from '../core/documents/known-version.js'
import { decodePolicy, encodePolicy } from '../core/policy/codec.js'
import type { PolicyPatch } from '../core/policy/policy.js'
import { decodeUserDocument, encodeUserDocument } from '../core/user-document/codec.js'
import { retainUntil } from '../core/user-document/retention.js'
import { policyKey, userKey } from '../core/user-document/store-key.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { changed, documentOf, emptyUserDocument, forgottenCommits } from '../core/user-document/user-document.js'
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
import type { Commits } from './sent-writes.js'
import type { ShownDocument } from './shown.js'
import { ageOf, knownVersionOf } from './shown.js'
import { reportRolledBack } from './witness/report-rolled-back.js'
import type { Write } from './write.js'

const noSecret = new Uint8Array()
const maxOpenedPolicies = 1_000

export async function load(deps: Deps, user: DirectoryUser): Promise<Loaded> {
  const keys = [policyKey(deps.tenantId), userKey(deps.tenantId, user.id)] as const
  const ring = await deps.ports.keyRing()
  const [policy, shown] = await deps.ports.read(keys)
  const loadedUser = openUser(deps, ring, keys[1], shown, user)
  return { ring, policy: openPolicy(deps, ring, keys[0], policy, loadedUser), loadedUser }
}

export async function loadPolicy(deps: Deps): Promise<Omit<Loaded, 'loadedUser'>> {
  const key = policyKey(deps.tenantId)
  const ring = await deps.ports.keyRing()
  const [shown] = await deps.ports.read([key])
  return { ring, policy: openPolicy(deps, ring, key, shown) }
}

/** @throws {@link UnreadableDocumentError} */
export function requireReadable<T extends LoadedDocument>(loaded: T): T {
  if (loaded.unreadable) throw new UnreadableDocumentError(loaded.key, loaded.unreadable)
  return loaded
}

/**
 * Opens the policy. Every sign-in reads it, so the last one of each tenant is kept until its text or the keys change.
 *
 * `companion`: a document that was read with it. If its seal says that there was a policy, an absent one was taken away.
 */
export function openPolicy(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  shown: ShownDocument,
  companion?: Pick<LoadedDocument, 'isPolicyStored'> | undefined,
): LoadedPolicy {
  const { stored } = shown
  const known = deps.openedPolicies.get(key.tenantId)
  if (stored && known?.ring === ring && isSameDocument(known.policy.stored, stored)) {
    const { version } = known.policy
    if (ageOf(shown, version) === 'current') {
      return { ...known.policy, knownVersion: Math.max(version, knownVersionOf(shown)) }
    }
  }
  const isTakenAway = shown.isTakenAway || (!stored && companion?.isPolicyStored === true)
  const policy = openPolicyAnew(deps, ring, key, { ...shown, isTakenAway })
  if (deps.openedPolicies.size >= maxOpenedPolicies) deps.openedPolicies.clear()
  if (stored && !policy.unreadable) deps.openedPolicies.set(key.tenantId, { ring, policy })
  return policy
}

function isSameDocument(a: StoredDocument | undefined, b: StoredDocument): boolean {
  return a?.revision === b.revision && a.body === b.body && a.seal === b.seal && a.retainUntilMs === b.retainUntilMs
}

function openPolicyAnew(deps: Deps, ring: KeyRing, key: StoreKey, shown: ShownDocument): LoadedPolicy {
  const { decoded, ...loaded } = openDecoded(deps, ring, key, shown, ({ body }) => decodePolicy(body, deps.defaults))
  return { ...loaded, policy: decoded?.policy ?? deps.defaults, commitIds: decoded?.commits ?? [] }
}

export function openUser(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  shown: ShownDocument,
  user: DirectoryUser | undefined,
): LoadedUser {
  const { decoded, ...loaded } = openDecoded(deps, ring, key, shown, ({ body }) => decodeUserDocument(body))
  const document = user && documentOf(user, decoded)
  return { ...loaded, document, verifier: document?.pass && unpackVerifier(loaded.secret) }
}

/** Opens and decodes what was read. A body that its seal proves authentic but that cannot be decoded has another format. */
export function openDecoded<Decoded>(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  shown: ShownDocument,
  decode: (content: { readonly body: string; readonly secret: Uint8Array }) => Decoded | undefined,
): LoadedDocument & { readonly decoded: Decoded | undefined } {
  const { stored } = shown
  const absent = {
    key,
    stored,
    version: 0,
    knownVersion: knownVersionOf(shown),
    secret: noSecret,
    isPolicyStored: false,
  }
  if (!stored) return { ...absent, unreadable: refuseOlder(deps, key, shown, 0), decoded: undefined }
  const opened = openDocument({ ring, cryptography: deps.cryptography }, key, stored)
  if (!opened.ok) return { ...absent, unreadable: opened.reason, decoded: undefined }
  const { secret, version, isPolicyStored } = opened
  const authentic = { ...absent, version, knownVersion: Math.max(version, absent.knownVersion), isPolicyStored }
  const refused = refuseOlder(deps, key, shown, version)
  if (refused) return { ...authentic, unreadable: refused, decoded: undefined }
  deps.versions.learn(key, { version, retainUntilMs: stored.retainUntilMs, nowMs: shown.readAtMs })
  if (isPolicyStored) deps.versions.learnPolicy(key.tenantId)
  const decoded = decode({ body: stored.body, secret })
  return { ...authentic, secret, unreadable: decoded ? undefined : 'otherFormat', decoded }
}

/** A document that is older than one seen before is refused, or accepted and reported. */
function refuseOlder(deps: Deps, key: StoreKey, shown: ShownDocument, version: number): 'rolledBack' | undefined {
  const age = ageOf(shown, version)
  if (age === 'suspect') reportRolledBack(deps, key, version)
  return age === 'rolledBack' ? age : undefined
}

/** Returns the write that stores `document` for the user. `minRetainUntilMs`: it is kept at least until then. */
export function writeUser(
  deps: Deps,
  { ring, policy, loadedUser }: Loaded,
  document: UserDocument,
  verifier: Verifier | undefined = loadedUser.verifier,
  minRetainUntilMs: number | null = 0,
): Write {
  return writeDocument(deps, ring, loadedUser, {
    body: encodeUserDocument(document),
    secret: document.pass && verifier ? packVerifier(verifier) : noSecret,
    retainUntilMs: laterRetention(minRetainUntilMs, retainUntil(document, policy.policy, deps.ports.nowMs())),
  })
}

/**
 * Returns the write that empties the user's document. It is kept for a day, longer than any write is on its way. The commit
 * ids stay, so that a call whose write was stored before does not write again.
 */
export function writeEmptyUser(
  deps: Deps,
  { ring, loadedUser }: Loaded,
  user: DirectoryUser,
  commitId?: string,
): Write {
  const { commitIds } = documentOrEmpty(loadedUser, user)
  const empty = { ...emptyUserDocument(user), commitIds }
  const body = encodeUserDocument(commitId === undefined ? empty : changed(empty, commitId, {}))
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

/**
 * Returns the write that stores the same document again, under a new revision. `undefined`: there is none, or it is
 * unreadable, and a new seal would vouch for it.
 */
export function rewrite(deps: Deps, ring: KeyRing, loaded: LoadedDocument): Write | undefined {
  const { stored, secret, unreadable } = loaded
  if (!stored || unreadable) return undefined
  return writeDocument(deps, ring, loaded, { body: stored.body, secret, retainUntilMs: stored.retainUntilMs })
}

/** Returns the commit ids in a document. `undefined`: it is unreadable. */
export function commitsOf({ stored, unreadable }: LoadedDocument, ids: readonly string[]): Commits | undefined {
  return unreadable ? undefined : { revision: stored?.revision ?? null, ids }
}

/** Returns the commit ids in the user's document. `undefined`: it is unreadable, or of an earlier user with the same id. */
export function userCommits({ stored, document }: LoadedUser): Commits | undefined {
  if (!stored) return { revision: null, ids: [] }
  const { revision } = stored
  return document && { revision, ids: document.commitIds, pinned: document.pass?.ended?.commitId }
}

/**
 * Returns the user's document, or an empty one where none can be read. What replaces an unreadable document has forgotten
 * the commit ids in it, so a call whose write was in it is busy, and does not write again.
 */
export function documentOrEmpty({ document, unreadable }: LoadedUser, user: DirectoryUser): UserDocument {
  if (document) return document
  const empty = emptyUserDocument(user)
  return unreadable ? { ...empty, commitIds: forgottenCommits } : empty
}

/** Returns the write that replaces what was read. */
export function writeDocument(
  deps: Deps,
  ring: KeyRing,
  loaded: Pick<LoadedDocument, 'key' | 'stored' | 'knownVersion'>,
  content: Content,
): Write {
  const { cryptography, ports, versions } = deps
  const { key, stored, knownVersion } = loaded
  const version = nextVersion(knownVersion, ports.nowMs())
  const isPolicyStored = versions.isPolicyStored(key.tenantId)
  const context = { ring, cryptography, randomBytes: ports.randomBytes }
  const next = sealDocument(context, key, { ...content, version, isPolicyStored })
  return { key, expected: stored?.revision ?? null, next }
}
