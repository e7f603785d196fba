import { millisecondsInDay } from 'date-fns/constants'
import type { Unreadable } from '../core/event/event.js'
import { decodePolicy, encodePolicy } from '../core/policy/codec.js'
import type { Policy, PolicyPatch } from '../core/policy/policy.js'
import { decodeUserDocument, encodeUserDocument } from '../core/user-document/codec.js'
import { retainUntil } from '../core/user-document/retention.js'
import { passKey, policyKey } from '../core/user-document/store-key.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { changed, documentOf, emptyUserDocument } from '../core/user-document/user-document.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { Content } from '../crypto/seal.js'
import { openDocument, sealDocument } from '../crypto/seal.js'
import type { Verifier } from '../crypto/verifier.js'
import { packVerifier, unpackVerifier } from '../crypto/verifier.js'
import { TamperedError } from '../errors.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { StoredDocument, StoreKey } from '../ports/store.js'
import type { Write } from './commit.js'
import type { Deps } from './deps.js'

/** One document as read: nothing, something that opened, or something that did not. */
export interface Held {
  readonly key: StoreKey
  readonly stored: StoredDocument | undefined
  /** What is sealed and not readable. Empty for most. */
  readonly secret: Uint8Array
  readonly unreadable?: Unreadable | undefined
}

/** The policy in force; the defaults where none is stored or the stored one does not open. */
export interface HeldPolicy extends Held {
  readonly policy: Policy
  readonly commitIds: readonly string[]
}

/** One person's document. `undefined`: none, somebody else's who had this id before, or unreadable. */
export interface HeldPerson extends Held {
  readonly document: UserDocument | undefined
  readonly verifier: Verifier | undefined
}

/** What most verbs decide on, read in one round. */
export interface Loaded {
  readonly ring: KeyRing
  readonly policy: HeldPolicy
  readonly person: HeldPerson
}

const nothing = new Uint8Array()

export async function load(deps: Deps, user: DirectoryUser): Promise<Loaded> {
  const keys = [policyKey(deps.tenantId), passKey(deps.tenantId, user.id)] as const
  const ring = await deps.ports.keyRing()
  const [policy, person] = await deps.ports.read(keys)
  return {
    ring,
    policy: openPolicy(deps, ring, keys[0], policy),
    person: openPerson(deps, ring, keys[1], person, user),
  }
}

export async function loadPolicy(deps: Deps): Promise<Omit<Loaded, 'person'>> {
  const key = policyKey(deps.tenantId)
  const ring = await deps.ports.keyRing()
  const [stored] = await deps.ports.read([key])
  return { ring, policy: openPolicy(deps, ring, key, stored) }
}

/** @throws {@link TamperedError} where it did not open. */
export function readable<T extends Held>(held: T): T {
  if (held.unreadable) throw new TamperedError(held.key, held.unreadable)
  return held
}

/** Opened once for as long as the very same text is stored under the same keys: a policy is read with every sign-in. */
export function openPolicy(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): HeldPolicy {
  const known = deps.openedPolicies.get(key.tenantId)
  if (stored && known?.ring === ring && isSameDocument(known.held.stored, stored)) return known.held
  const held = openPolicyAnew(deps, ring, key, stored)
  if (deps.openedPolicies.size >= policiesKept) deps.openedPolicies.clear()
  if (stored && !held.unreadable) deps.openedPolicies.set(key.tenantId, { ring, held })
  return held
}

const policiesKept = 1_000

function isSameDocument(a: StoredDocument | undefined, b: StoredDocument): boolean {
  return a?.revision === b.revision && a.body === b.body && a.seal === b.seal && a.retainUntilMs === b.retainUntilMs
}

function openPolicyAnew(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): HeldPolicy {
  const held = openHeld(deps, ring, key, stored)
  const decoded = stored && !held.unreadable ? decodePolicy(stored.body, deps.defaults) : undefined
  const unreadable = stored && !decoded ? (held.unreadable ?? 'tampered') : undefined
  return { ...held, unreadable, policy: decoded?.policy ?? deps.defaults, commitIds: decoded?.commits ?? [] }
}

export function openPerson(
  deps: Deps,
  ring: KeyRing,
  key: StoreKey,
  stored: StoredDocument | undefined,
  user: DirectoryUser | undefined,
): HeldPerson {
  const held = openHeld(deps, ring, key, stored)
  const decoded = stored && !held.unreadable ? decodeUserDocument(stored.body) : undefined
  const unreadable = stored && !decoded ? (held.unreadable ?? 'tampered') : undefined
  const document = user && documentOf(user, decoded)
  return { ...held, unreadable, document, verifier: document?.pass && unpackVerifier(held.secret) }
}

/** The write that makes `document` what is stored of the person. */
export function writePerson(
  deps: Deps,
  { ring, policy, person }: Loaded,
  document: UserDocument,
  verifier: Verifier | undefined = person.verifier,
): Write {
  const content = {
    body: encodeUserDocument(document),
    secret: document.pass && verifier ? packVerifier(verifier) : nothing,
    retainUntilMs: retainUntil(document, policy.policy, deps.ports.nowMs()),
  }
  return writeHeld(deps, ring, person, content)
}

/** The write that leaves nothing of a person but the place, for a day: longer than any write is on its way. */
export function writeEmptyPerson(deps: Deps, { ring, person }: Loaded, user: DirectoryUser, commitId: string): Write {
  const body = encodeUserDocument(changed(emptyUserDocument(user), commitId, {}))
  return writeHeld(deps, ring, person, { body, secret: nothing, retainUntilMs: deps.ports.nowMs() + millisecondsInDay })
}

/** The write that stores these fields; any other follows the code-level policy. Never swept. */
export function writePolicy(
  deps: Deps,
  ring: KeyRing,
  held: HeldPolicy,
  policy: PolicyPatch,
  commits: readonly string[],
): Write {
  return writeHeld(deps, ring, held, { body: encodePolicy(policy, commits), secret: nothing, retainUntilMs: null })
}

/** The same document once more, under a new revision. */
export function rewrite(deps: Deps, ring: KeyRing, held: Held): Write {
  const { stored, secret } = held
  if (!stored) return { key: held.key, expected: null, next: null }
  return writeHeld(deps, ring, held, { body: stored.body, secret, retainUntilMs: stored.retainUntilMs })
}

/** The person's document, or a fresh one where there is none that can be read. */
export function documentOrEmpty({ document }: HeldPerson, user: DirectoryUser): UserDocument {
  return document ?? emptyUserDocument(user)
}

/** Opens what was read, and never throws: what does not open says why. */
export function openHeld(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): Held {
  if (!stored) return { key, stored, secret: nothing }
  const opened = openDocument({ ring, cryptography: deps.cryptography }, key, stored)
  return opened.ok
    ? { key, stored, secret: opened.secret }
    : { key, stored, secret: nothing, unreadable: opened.reason }
}

/** The write that puts this in the place of what was read. */
export function writeHeld(deps: Deps, ring: KeyRing, held: Held, content: Content): Write {
  const { cryptography, ports } = deps
  const next = sealDocument({ ring, cryptography, randomBytes: ports.randomBytes }, held.key, content)
  return { key: held.key, expected: held.stored?.revision ?? null, next }
}
