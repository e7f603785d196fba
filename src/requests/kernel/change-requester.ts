import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { commit } from '../../kernel/commit.js'
import type { Deps } from '../../kernel/deps.js'
import type { Held } from '../../kernel/load.js'
import { openHeld, rewrite, writeHeld } from '../../kernel/load.js'
import type { StoredDocument, StoreKey } from '../../ports/store.js'
import { decodeStanding, encodeStanding } from '../model/codec.js'
import type { RequestRecord } from '../model/request.js'
import type { Standing } from '../model/requester.js'
import {
  isLocked,
  noStanding,
  retainStandingUntil,
  standingId,
  standingKey,
  withAttempt,
  withoutAttempt,
  withoutExpiredProof,
  withoutProof,
  withProofOf,
} from '../model/requester.js'
import type { RequestRules } from '../model/rules.js'
import { requestRuleBounds } from '../model/rules.js'
import type { RequestDeps } from './deps.js'

interface State extends Held {
  readonly ring: KeyRing
  readonly standing: Standing
}

export async function loadStanding(deps: RequestDeps, id: string): Promise<Standing> {
  return (await readStanding(deps, id)).standing
}

/** Counts a proof that is about to be checked. `undefined`: too many have failed, and none is checked. */
export function countAttempt(deps: RequestDeps, id: string): Promise<Standing | undefined> {
  return changeStanding(deps, id, (standing, nowMs) => {
    if (isLocked(standing, nowMs)) return { answer: undefined }
    return { answer: standing, next: withAttempt(standing, nowMs, deps.rules) }
  })
}

/** The proof did not fail. Where that cannot be written, it stays counted. */
export async function uncountAttempt(deps: RequestDeps, id: string): Promise<void> {
  await changeStanding(deps, id, (standing) => ({
    answer: undefined,
    next: withoutAttempt(standing, deps.rules),
  })).catch(() => undefined)
}

/**
 * Puts on record that a reviewer has believed what this person proved. It follows from the request: where it cannot be
 * written now, collecting writes it, and `requests.maintain` does.
 */
export async function recordStanding(deps: RequestDeps, request: RequestRecord): Promise<boolean> {
  if (!request.person || (request.state !== 'approved' && request.state !== 'collected')) return false
  return changeStanding(deps, request.standingId, (standing, nowMs) => {
    const next = withProofOf(standing, request, nowMs, deps.rules)
    return { answer: next !== undefined, next }
  }).catch(() => false)
}

/** A reviewer says no: written before the no itself, so that no crash leaves the one without the other. */
export async function voidStanding(deps: RequestDeps, id: string): Promise<void> {
  await changeStanding(deps, id, (standing, nowMs) => ({ answer: undefined, next: withoutProof(standing, nowMs) }))
}

/** The longest that any rules could ask a word about somebody to be kept. */
const longest: StandingRules = {
  proofValidForDays: requestRuleBounds.proofValidForDays.maximum,
  lockoutInHours: requestRuleBounds.lockoutInHours.maximum,
}

/**
 * The person says that a pass was not theirs, so that whoever got it may be the one whom a reviewer believed. Written only
 * where somebody was believed; by what the tap alone knows, which is nothing of the rules of requests.
 */
export async function voidStandingOf(deps: Deps, userId: string): Promise<void> {
  await changeStanding({ ...deps, rules: longest }, standingId({ userId }), (standing, nowMs) => ({
    answer: undefined,
    next: standing.proof && withoutProof(standing, nowMs),
  }))
}

type StandingRules = Pick<RequestRules, 'proofValidForDays' | 'lockoutInHours'>
type StandingDeps = Deps & { readonly rules: StandingRules }

async function changeStanding<Answer>(
  deps: StandingDeps,
  id: string,
  decide: (standing: Standing, nowMs: number) => { readonly answer: Answer; readonly next?: Standing | undefined },
): Promise<Answer> {
  const turn = deps.turns.join(`requester ${deps.tenantId.length} ${deps.tenantId} ${id}`)
  try {
    return await commit(deps, turn, {
      read: () => readStanding(deps, id),
      decide: (state, commitId) => {
        const nowMs = deps.ports.nowMs()
        const { answer, next } = decide(state.standing, nowMs)
        return {
          answer,
          write: next && write(deps, state, { ...next, commitIds: withCommit(next.commitIds, commitId) }, nowMs),
        }
      },
      isMadeBy: ({ standing }, commitId) => standing.commitIds.includes(commitId),
      carryForward: (state) => rewrite(deps, state.ring, state),
    })
  } finally {
    turn.leave()
  }
}

async function readStanding(deps: Deps, id: string): Promise<State> {
  const ring = await deps.ports.keyRing()
  const key = standingKey(deps.tenantId, id)
  const [stored] = await deps.ports.read([key])
  return openStanding(deps, ring, key, stored)
}

/** One that does not open begins again: whoever can spoil it can delete it, and what it vouches for is gone either way. */
function openStanding(deps: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): State {
  const held = openHeld(deps, ring, key, stored)
  const decoded = stored && !held.unreadable ? decodeStanding({ body: stored.body, secret: held.secret }) : undefined
  return { ...held, ring, standing: decoded ?? noStanding }
}

function write(deps: StandingDeps, state: State, changed: Standing, nowMs: number) {
  const standing = withoutExpiredProof(changed, nowMs)
  const retainUntilMs = retainStandingUntil(standing, nowMs, deps.rules)
  return writeHeld(deps, state.ring, state, { ...encodeStanding(standing), retainUntilMs })
}
