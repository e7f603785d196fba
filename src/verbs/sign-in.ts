import { readAs } from '../core/code/normalize.js'
import type { Attempt, CodeMatch, SignInCircumstances } from '../core/sign-in/attempt.js'
import type { AcceptedSignIn, RefusedSignIn, SignInOutcome, Verdict } from '../core/sign-in/decide.js'
import { decideSignIn } from '../core/sign-in/decide.js'
import { refuse } from '../core/sign-in/refusal.js'
import type { SignInInput, SignInResult } from '../core/sign-in/sign-in.js'
import { decoyKey, policyKey, userKey } from '../core/user-document/store-key.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import type { KeyRing } from '../crypto/key-ring.js'
import { hashCode, isSameHash, isSlow, schemeFor } from '../crypto/verifier.js'
import type { Permit } from '../kernel/admission/admission.js'
import type { AuditContext, CallResult } from '../kernel/audited.js'
import { audited } from '../kernel/audited.js'
import { commitUnderLock } from '../kernel/commit.js'
import type { Decision } from '../kernel/decision.js'
import { openDecoy, placeholder, writeDecoy } from '../kernel/decoy.js'
import type { Deps } from '../kernel/deps.js'
import { drawGuid, drawId } from '../kernel/draw-id.js'
import { findUser } from '../kernel/find-user.js'
import { sealGrant } from '../kernel/grants/seal.js'
import type { KeyedLock } from '../kernel/keyed-lock.js'
import { openPolicy, openUser, rewrite, userCommits, writeUser } from '../kernel/load.js'
import type { Loaded, LoadedDocument } from '../kernel/loaded.js'
import type { NoticeToDeliver } from '../kernel/notices.js'
import { withNotice } from '../kernel/notices.js'
import type { TypedSignIn } from '../kernel/sign-in-input.js'
import { readCircumstances, readTyped } from '../kernel/sign-in-input.js'
import type { Write } from '../kernel/write.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { NoticeKind } from '../ports/notifier.js'

/** Takes the same steps in the same order for every cause. Only the event shows the difference. */
export function signIn(deps: Deps, input: SignInInput): Promise<SignInResult> {
  return audited(deps, 'signIn', input, async (audit) => {
    const known = readCircumstances(input, deps.tenantId)
    const typed = readTyped(input)
    if (!typed) return refusal(audit, known, { ok: false, reason: 'malformedCode', wrongCodes: 0 })
    const circumstances = { ...known, signInId: drawId(deps.ports.randomBytes) }
    const permit = deps.admission.acquire({ source: typed.source, name: typed.user })
    try {
      const { outcome, ring, notice } = await attempt(deps, audit, permit, typed, circumstances)
      const result = outcome.ok ? success(deps, ring, circumstances, outcome) : refusal(audit, circumstances, outcome)
      return { ...result, notice }
    } finally {
      permit.release()
    }
  })
}

interface LoadedAttempt extends Loaded {
  readonly user: DirectoryUser | undefined
  readonly decoy: Pick<LoadedDocument, 'key' | 'stored'>
}

async function attempt(
  deps: Deps,
  audit: AuditContext,
  permit: Permit,
  typed: TypedSignIn,
  circumstances: SignInCircumstances,
): Promise<DecidedAttempt> {
  const user = await findUser(deps, audit, typed.user)
  const userId = user?.id ?? typed.user
  audit.userId = user?.id
  const lock = deps.locks.lockFor(userKey(deps.tenantId, userId))
  try {
    const read = (): Promise<LoadedAttempt> => readState(deps, lock, userId, user)
    const first = await read()
    const match = await compare(deps, permit, first, typed.code)
    const noticeId = deps.hasNotifier ? drawGuid(deps.ports.randomBytes) : undefined
    return await commitUnderLock(
      deps,
      lock,
      {
        read,
        decide: (state, commitId) => decide(deps, state, { match, circumstances, commitId, noticeId }),
        commits: ({ loadedUser }) => userCommits(loadedUser),
        rewrite: ({ ring, loadedUser }) => rewrite(deps, ring, loadedUser),
      },
      first,
    )
  } finally {
    lock.release()
  }
}

/** Always reads three documents and opens two: the policy, and either the user's document, the decoy or the placeholder. */
async function readState(
  deps: Deps,
  lock: KeyedLock,
  userId: string,
  user: DirectoryUser | undefined,
): Promise<LoadedAttempt> {
  const { tenantId, ports } = deps
  lock.markRead()
  const ring = await ports.keyRing()
  const keys = [policyKey(tenantId), userKey(tenantId, userId), decoyKey(ring, tenantId, userId)] as const
  const [policy, shown, decoy] = await ports.read(keys)
  const opened = shown.stored ? undefined : openDecoy(deps, ring, keys[2], decoy.stored ?? placeholder)
  const loadedUser = openUser(deps, ring, keys[1], shown, user)
  return {
    ring,
    user,
    policy: openPolicy(deps, ring, keys[0], policy, opened ?? loadedUser),
    loadedUser,
    decoy: { key: keys[2], stored: decoy.stored },
  }
}

/** Reads the code once, hashes it once and compares once, whatever is stored. */
async function compare(
  deps: Deps,
  permit: Permit,
  state: LoadedAttempt,
  typed: string,
): Promise<CodeMatch | undefined> {
  const { document, verifier } = state.loadedUser
  const pass = document?.pass
  const code = readAs(pass?.alphabet ?? state.policy.policy.alphabet, typed)
  const scheme = schemeFor(typed, deps.cryptography)
  const { salt, hash } = verifier ?? decoyVerifier
  const work = (): Promise<Uint8Array> => hashCode(scheme, code, salt)
  const typedHash = await (isSlow(scheme) ? permit.hash(work) : work())
  const isSame = isSameHash(typedHash, hash)
  return pass && verifier && { passId: pass.id, isSame: isSame && scheme === pass.scheme }
}

const decoyVerifier = { salt: new Uint8Array(16), hash: new Uint8Array(32) }

interface AttemptFacts extends Pick<Attempt, 'match' | 'circumstances' | 'commitId'> {
  /** Drawn for every attempt, so that all attempts draw the same number of bytes. */
  readonly noticeId: string | undefined
}

interface DecidedAttempt {
  readonly outcome: SignInOutcome
  /** As read for the decision. Reading it again would show that the code was right. */
  readonly ring: KeyRing
  readonly notice?: NoticeToDeliver | undefined
}

function decide(deps: Deps, state: LoadedAttempt, facts: AttemptFacts): Decision<DecidedAttempt> {
  const nowMs = deps.ports.nowMs()
  const { outcome, next } = judge(deps, state, facts, nowMs)
  const { ring } = state
  if (!next) return { value: { outcome, ring }, write: writeDecoy(deps, ring, state.decoy, facts.commitId) }
  const kind = noticeKindOf(outcome, facts)
  if (!kind || !state.user) return { value: { outcome, ring }, write: writeAttempt(deps, state, next) }
  // No port is called for the notice, because before the write a right code must make the same calls as a wrong one.
  const about = { kind, passId: next.pass?.id, id: facts.noticeId, nowMs }
  const { document, notice } = withNotice(deps, state, state.user, next, about)
  return { value: { outcome, ring, notice }, write: writeAttempt(deps, state, document) }
}

/** A shorter retention would cost one more call of the witness, which no decoy needs. */
function writeAttempt(deps: Deps, state: LoadedAttempt, document: UserDocument): Write {
  return writeUser(deps, state, document, undefined, state.loadedUser.stored?.retainUntilMs ?? 0)
}

/** Notifies the user of a sign-in once, even if it is repeated, and of wrong codes that lock or revoke the pass. */
function noticeKindOf(outcome: SignInOutcome, { circumstances }: AttemptFacts): NoticeKind | undefined {
  if (outcome.ok) return outcome.signInId === circumstances.signInId ? 'signedIn' : undefined
  const { reason, lockedOutUntilMs, revokedPassId } = outcome
  const isConsequential = lockedOutUntilMs !== undefined || revokedPassId !== undefined
  return reason === 'wrongCode' && isConsequential ? 'lockedOut' : undefined
}

function judge(
  { surfaceRules }: Deps,
  { user, policy, loadedUser }: LoadedAttempt,
  facts: AttemptFacts,
  nowMs: number,
): Verdict {
  const unreadable = loadedUser.unreadable ?? policy.unreadable
  if (!user) return { outcome: { ok: false, reason: 'unknownUser', wrongCodes: 0 } }
  if (unreadable) return { outcome: { ok: false, reason: unreadable, wrongCodes: 0 } }
  const { document } = loadedUser
  const { match, circumstances, commitId } = facts
  const attempted = { match, circumstances, commitId }
  return decideSignIn({ ...attempted, document, policy: policy.policy, user, surfaceRules, nowMs })
}

function success(
  deps: Deps,
  ring: KeyRing,
  { surface, clientBinding }: SignInCircumstances,
  { signIn, signInId, incarnation, supersededSignInId }: AcceptedSignIn,
): CallResult<SignInResult> {
  const grant = sealGrant(deps, ring, { signInId, incarnation, clientBinding, signIn })
  const details = { passId: signIn.passId, surface, isSuperseding: supersededSignInId !== undefined }
  return { value: { ok: true, signIn, grant }, event: { type: 'signIn.succeeded', details } }
}

function refusal(
  { correlationId }: AuditContext,
  { surface }: Pick<SignInCircumstances, 'surface'>,
  { reason, wrongCodes, lockedOutUntilMs, revokedPassId }: RefusedSignIn,
): CallResult<SignInResult> {
  const lockedOutUntil = lockedOutUntilMs === undefined ? undefined : new Date(lockedOutUntilMs)
  const details = { reason, surface, wrongCodes, lockedOutUntil, revokedPassId }
  return { value: refuse(reason, correlationId), event: { type: 'signIn.refused', details } }
}
