import { readAs } from '../core/code/normalize.js'
import type {
  Accepted,
  Attempt,
  Match,
  Outcome,
  Refused,
  SignInCircumstances,
  Verdict,
} from '../core/sign-in/decide.js'
import { decideSignIn } from '../core/sign-in/decide.js'
import { refuse } from '../core/sign-in/refusal.js'
import type { SignInInput, SignInResult } from '../core/sign-in/sign-in.js'
import { decoyKey, passKey, policyKey } from '../core/user-document/store-key.js'
import { isMadeBy } from '../core/user-document/user-document.js'
import type { KeyRing } from '../crypto/key-ring.js'
import { hashCode, isSameHash, isSlow, schemeFor } from '../crypto/verifier.js'
import type { Place } from '../kernel/admission/admission.js'
import type { Told, Trail } from '../kernel/audited.js'
import { audited } from '../kernel/audited.js'
import { joinTurn } from '../kernel/change-user.js'
import type { Decision } from '../kernel/commit.js'
import { commit } from '../kernel/commit.js'
import { openDecoy, placeholder, writeDecoy } from '../kernel/decoy.js'
import type { Deps } from '../kernel/deps.js'
import { drawGuid, drawId } from '../kernel/draw-id.js'
import { sealGrant } from '../kernel/grants/seal.js'
import type { Turn } from '../kernel/keyed-lock.js'
import type { Held, Loaded } from '../kernel/load.js'
import { openPerson, openPolicy, rewrite, writePerson } from '../kernel/load.js'
import type { NoticeToTell } from '../kernel/notices.js'
import { noted } from '../kernel/notices.js'
import type { Typed } from '../kernel/sign-in-input.js'
import { readCircumstances, readSurface, readTyped } from '../kernel/sign-in-input.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { NoticeKind } from '../ports/notifier.js'

/** Steps and their order are the same for every cause: what differs is told in the event alone. */
export function signIn(deps: Deps, input: SignInInput): Promise<SignInResult> {
  return audited(deps, 'signIn', input, async (trail) => {
    const typed = readTyped(input)
    if (!typed) return toldRefusal(trail, readSurface(input), { ok: false, reason: 'malformedCode', wrongCodes: 0 })
    const said = readCircumstances(input, deps.tenantId)
    const circumstances = { ...said, signInId: drawId(deps.ports.randomBytes) }
    const place = deps.admission.enter({ source: typed.source, name: typed.user })
    try {
      const { outcome, ring, notice } = await attempt(deps, trail, place, typed, circumstances)
      const told = outcome.ok
        ? toldSuccess(deps, ring, circumstances, outcome)
        : toldRefusal(trail, circumstances, outcome)
      return { ...told, notice }
    } finally {
      place.leave()
    }
  })
}

interface State extends Loaded {
  readonly user: DirectoryUser | undefined
  readonly decoy: Held
}

async function attempt(
  deps: Deps,
  trail: Trail,
  place: Place,
  typed: Typed,
  circumstances: SignInCircumstances,
): Promise<Judged> {
  const user = await deps.ports.findUser({ user: typed.user, tenantId: deps.tenantId })
  const name = user?.id ?? typed.user
  trail.userId = user?.id
  const turn = joinTurn(deps, name, false)
  try {
    const read = (): Promise<State> => readState(deps, turn, name, user)
    const first = await read()
    const match = await compare(deps, place, first, typed.code)
    const noticeId = deps.notifies ? drawGuid(deps.ports.randomBytes) : undefined
    return await commit(
      deps,
      turn,
      {
        read,
        decide: (state, commitId) => decide(deps, state, { match, circumstances, commitId, noticeId }),
        isMadeBy: ({ person }, commitId) => isMadeBy(person.document, commitId),
        carryForward: ({ ring, person }) => rewrite(deps, ring, person),
      },
      first,
    )
  } finally {
    turn.leave()
  }
}

/** Always three documents read and two opened: the policy, and the person's, else the decoy, else one that never opens. */
async function readState(deps: Deps, turn: Turn, name: string, user: DirectoryUser | undefined): Promise<State> {
  const { tenantId, ports } = deps
  turn.look()
  const ring = await ports.keyRing()
  const keys = [policyKey(tenantId), passKey(tenantId, name), decoyKey(ring, tenantId, name)] as const
  const [policy, person, decoy] = await ports.read(keys)
  if (!person) openDecoy(deps, ring, keys[2], decoy ?? placeholder)
  return {
    ring,
    user,
    policy: openPolicy(deps, ring, keys[0], policy),
    person: openPerson(deps, ring, keys[1], person, user),
    decoy: { key: keys[2], stored: decoy, secret: new Uint8Array() },
  }
}

/** One reading of the code, one hash, one comparison, whatever is stored. */
async function compare(deps: Deps, place: Place, state: State, typed: string): Promise<Match | undefined> {
  const { document, verifier } = state.person
  const pass = document?.pass
  const code = readAs(pass?.alphabet ?? state.policy.policy.alphabet, typed)
  const scheme = schemeFor(typed, deps.cryptography)
  const { salt, hash } = verifier ?? nobodysVerifier
  const work = (): Promise<Uint8Array> => hashCode(scheme, code, salt)
  const typedHash = await (isSlow(scheme) ? place.hash(work) : work())
  const isSame = isSameHash(typedHash, hash)
  return pass && verifier && { passId: pass.id, isSame: isSame && scheme === pass.scheme }
}

const nobodysVerifier = { salt: new Uint8Array(16), hash: new Uint8Array(32) }

interface Asked extends Pick<Attempt, 'match' | 'circumstances' | 'commitId'> {
  /** Drawn for every attempt, so that none draws more than another. */
  readonly noticeId: string | undefined
}

interface Judged {
  readonly outcome: Outcome
  /** As read for the decision: after it, right and wrong codes ask for the same. */
  readonly ring: KeyRing
  readonly notice?: NoticeToTell | undefined
}

function decide(deps: Deps, state: State, asked: Asked): Decision<Judged> {
  const nowMs = deps.ports.nowMs()
  const { outcome, next } = judge(deps, state, asked, nowMs)
  const { ring } = state
  if (!next) return { answer: { outcome, ring }, write: writeDecoy(deps, ring, state.decoy, asked.commitId) }
  const kind = noticeKindOf(outcome, asked)
  if (!kind || !state.user) return { answer: { outcome, ring }, write: writePerson(deps, state, next) }
  // Nothing is asked of a port for it: a right code and a wrong one ask for the same before the write.
  const about = { kind, passId: next.pass?.id, id: asked.noticeId, nowMs }
  const { document, notice } = noted(deps, state, state.user, next, about)
  return { answer: { outcome, ring, notice }, write: writePerson(deps, state, document) }
}

/** The person hears of a sign-in once, however often its answer is asked for, and of wrong codes once they have a consequence. */
function noticeKindOf(outcome: Outcome, { circumstances }: Asked): NoticeKind | undefined {
  if (outcome.ok) return outcome.signInId === circumstances.signInId ? 'signedIn' : undefined
  const { reason, lockedOutUntilMs, revokedPassId } = outcome
  const isConsequential = lockedOutUntilMs !== undefined || revokedPassId !== undefined
  return reason === 'wrongCode' && isConsequential ? 'lockedOut' : undefined
}

function judge({ surfaceRules }: Deps, { user, policy, person }: State, asked: Asked, nowMs: number): Verdict {
  const unreadable = person.unreadable ?? policy.unreadable
  if (!user) return { outcome: { ok: false, reason: 'unknownUser', wrongCodes: 0 } }
  if (unreadable) return { outcome: { ok: false, reason: unreadable, wrongCodes: 0 } }
  const { document } = person
  const { match, circumstances, commitId } = asked
  const attempted = { match, circumstances, commitId }
  return decideSignIn({ ...attempted, document, policy: policy.policy, user, surfaceRules, nowMs })
}

function toldSuccess(
  deps: Deps,
  ring: KeyRing,
  { surface, clientBinding }: SignInCircumstances,
  { signIn, signInId, incarnation, supersededSignInId }: Accepted,
): Told<SignInResult> {
  const grant = sealGrant(deps, ring, { signInId, incarnation, clientBinding, signIn })
  const details = { passId: signIn.passId, surface, isSuperseding: supersededSignInId !== undefined }
  return { answer: { ok: true, signIn, grant }, event: { type: 'signIn.succeeded', details } }
}

function toldRefusal(
  { correlationId }: Trail,
  { surface }: Pick<SignInCircumstances, 'surface'>,
  { reason, wrongCodes, lockedOutUntilMs, revokedPassId }: Refused,
): Told<SignInResult> {
  const lockedOutUntil = lockedOutUntilMs === undefined ? undefined : new Date(lockedOutUntilMs)
  const details = { reason, surface, wrongCodes, lockedOutUntil, revokedPassId }
  return { answer: refuse(reason, correlationId), event: { type: 'signIn.refused', details } }
}
