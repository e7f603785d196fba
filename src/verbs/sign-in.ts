import { canonicalCode, readAs } from '../code/normalize.js'
import type { Place } from '../crypto/admission.js'
import { hashCode, isSameHash, isSlow, schemeFor } from '../crypto/verifier.js'
import { cleanText } from '../event/clean.js'
import { isId } from '../input/id.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Match, Outcome } from '../sign-in/decide.js'
import { decideSignIn } from '../sign-in/decide.js'
import { refuse } from '../sign-in/refusal.js'
import type { SignInInput, SignInResult } from '../sign-in/sign-in.js'
import { decoyKey, passKey, policyKey } from '../user-document/store-key.js'
import type { UserDocument } from '../user-document/user-document.js'
import { isMadeBy } from '../user-document/user-document.js'
import type { Told, Trail } from './audited.js'
import { audited } from './audited.js'
import { joinTurn } from './change-person.js'
import type { Decision, Write } from './commit.js'
import { commit } from './commit.js'
import { openDecoy, placeholder, writeDecoy } from './decoy.js'
import type { Deps } from './deps.js'
import type { Held, Loaded } from './load.js'
import { openPerson, openPolicy, rewrite, writePerson } from './load.js'
import type { Turn } from './turns.js'

/** Steps and their order are the same for every cause: what differs is told in the event alone. */
export function signIn(deps: Deps, input: SignInInput): Promise<SignInResult> {
  return audited(deps, 'signIn', input, async (trail) => {
    const typed = readTyped(input)
    if (!typed) return told(trail, { ok: false, reason: 'malformedCode', wrongCodes: 0 })
    const place = deps.admission.enter({ source: typed.source, name: typed.user })
    try {
      return told(trail, await attempt(deps, trail, place, typed))
    } finally {
      place.leave()
    }
  })
}

interface Typed {
  readonly user: string
  /** Without white space and dashes; case and look-alikes as typed. */
  readonly code: string
  readonly source: string | undefined
}

interface State extends Loaded {
  readonly user: DirectoryUser | undefined
  readonly decoy: Held
}

async function attempt(deps: Deps, trail: Trail, place: Place, typed: Typed): Promise<Outcome> {
  const user = await deps.ports.findUser({ user: typed.user, tenantId: deps.tenantId })
  const name = user?.id ?? typed.user
  trail.userId = user?.id
  const turn = joinTurn(deps, name)
  try {
    const read = (): Promise<State> => readState(deps, turn, name, user)
    const first = await read()
    const match = await compare(deps, place, first, typed.code)
    return await commit(
      deps,
      turn,
      {
        read,
        decide: (state, commitId) => decide(deps, state, match, commitId),
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

function decide(deps: Deps, state: State, match: Match | undefined, commitId: string): Decision<Outcome> {
  const { outcome, next } = judge(deps, state, match, commitId)
  const write: Write = next ? writePerson(deps, state, next) : writeDecoy(deps, state.ring, state.decoy, commitId)
  return { answer: outcome, write }
}

function judge(
  deps: Deps,
  { user, policy, person }: State,
  match: Match | undefined,
  commitId: string,
): { readonly outcome: Outcome; readonly next?: UserDocument | undefined } {
  const unreadable = person.unreadable ?? policy.unreadable
  if (!user) return { outcome: { ok: false, reason: 'unknownUser', wrongCodes: 0 } }
  if (unreadable) return { outcome: { ok: false, reason: unreadable, wrongCodes: 0 } }
  const nowMs = deps.ports.nowMs()
  return decideSignIn({ document: person.document, policy: policy.policy, user, match, nowMs, commitId })
}

function told(trail: Trail, outcome: Outcome): Told<SignInResult> {
  if (outcome.ok) {
    const { signIn } = outcome
    return { answer: outcome, event: { type: 'signIn.succeeded', details: { passId: signIn.passId } } }
  }
  const { reason, wrongCodes, lockedOutUntilMs, revokedPassId } = outcome
  const lockedOutUntil = lockedOutUntilMs === undefined ? undefined : new Date(lockedOutUntilMs)
  return {
    answer: refuse(reason, trail.correlationId),
    event: { type: 'signIn.refused', details: { reason, wrongCodes, lockedOutUntil, revokedPassId } },
  }
}

/** What a stranger typed, read once. `undefined`: nothing that could ever be right. */
function readTyped(input: unknown): Typed | undefined {
  try {
    const { user, code, source } = input as { readonly [name: string]: unknown }
    if (typeof user !== 'string' || !isId(user) || typeof code !== 'string') return undefined
    const canonical = canonicalCode(code)
    if (canonical === undefined) return undefined
    return { user, code: canonical, source: typeof source === 'string' ? cleanText(source, 512) : undefined }
  } catch {
    return undefined
  }
}
