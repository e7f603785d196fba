import type { IssuingCount, RateSubject } from '../../core/access/issue-count.js'
import {
  decodeCount,
  encodeCount,
  minuteOf,
  noIssues,
  rateKey,
  retainCountUntil,
  waitInSeconds,
  withIssue,
  withoutIssue,
} from '../../core/access/issue-count.js'
import type { Unreadable } from '../../core/event/event.js'
import type { IssuingRules } from '../../core/policy/policy.js'
import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { openDocument, sealDocument } from '../../crypto/seal.js'
import { RateLimitedError } from '../../errors.js'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { StoredDocument, StoreKey } from '../../ports/store.js'
import type { Decision } from '../commit.js'
import { commit } from '../commit.js'
import type { Deps } from '../deps.js'
import type { Held } from '../load.js'
import { rewrite } from '../load.js'

/** Who is about to issue to whom. */
export interface Issue {
  readonly actor: AccessQuestion['actor']
  readonly userId: string
}

/** A pass that has been counted. */
export interface Counted {
  /** Why a count did not open, where one did not: it began again, as if somebody had deleted it. */
  readonly restartedCount?: Unreadable | undefined
  /** For a call that changed nothing else. Never throws. */
  giveBack(): Promise<void>
}

/**
 * Counts one pass against every limit the policy sets, before the pass is made: a call that fails later has counted all
 * the same, so that nobody tries for free. A refused call counts nowhere: every limit is asked before any is counted
 * against, and where another call comes between, what was counted is taken back. Where that fails too, it stays counted.
 *
 * @throws {@link RateLimitedError}
 */
export async function countIssue(deps: Deps, rules: IssuingRules, issue: Issue): Promise<Counted> {
  const limits = limitsOf(deps, rules, issue)
  if (limits.length === 0) return { giveBack: async () => undefined }
  const states = await ask(deps, limits)
  const counted: { readonly limit: Limit; readonly minute: number }[] = []
  const giveBack = async (): Promise<void> => {
    await Promise.all(counted.map(({ limit, minute }) => takeBack(deps, limit, minute).catch(() => undefined)))
  }
  try {
    for (const limit of limits) counted.push({ limit, minute: await count(deps, limit) })
  } catch (error) {
    await giveBack()
    throw error
  }
  return { restartedCount: states.find(({ unreadable }) => unreadable)?.unreadable, giveBack }
}

/** Would one more pass keep within every limit now? Counts nothing. @throws {@link RateLimitedError} */
export async function askIssue(deps: Deps, rules: IssuingRules, issue: Issue): Promise<void> {
  const limits = limitsOf(deps, rules, issue)
  if (limits.length > 0) await ask(deps, limits)
}

async function ask(deps: Deps, limits: readonly Limit[]): Promise<readonly State[]> {
  const states = await readCounts(
    deps,
    limits.map(({ key }) => key),
  )
  refuse(
    limits.map((limit, index) => ({ limit, count: states[index]?.count ?? noIssues })),
    deps.ports.nowMs(),
  )
  return states
}

interface Limit {
  readonly name: RateLimitedError['limit']
  readonly maximum: number
  readonly key: StoreKey
}

interface State extends Held {
  readonly ring: KeyRing
  readonly count: IssuingCount
}

function limitsOf({ tenantId }: Deps, { maximumPerHour }: IssuingRules, { actor, userId }: Issue): readonly Limit[] {
  const subjects: readonly RateSubject[] = [
    { limit: 'actor', kind: actor.kind, id: actor.kind === 'user' ? actor.user.id : actor.id },
    { limit: 'user', id: userId },
    { limit: 'tenant' },
  ]
  return subjects.flatMap((subject) => {
    const maximum = maximumPerHour[subject.limit]
    return maximum === undefined ? [] : [{ name: subject.limit, maximum, key: rateKey(tenantId, subject) }]
  })
}

/** Of several limits that are reached, the one that takes longest. */
function refuse(asked: readonly { readonly limit: Limit; readonly count: IssuingCount }[], nowMs: number): void {
  const [longest] = asked
    .map(({ limit, count }) => ({ name: limit.name, wait: waitInSeconds(count, limit.maximum, nowMs) ?? 0 }))
    .sort((a, b) => b.wait - a.wait)
  if (longest && longest.wait > 0) throw new RateLimitedError(longest.name, longest.wait)
}

/** @returns the minute it was counted in. */
function count(deps: Deps, limit: Limit): Promise<number> {
  return change(deps, limit, (state, commitId) => {
    const nowMs = deps.ports.nowMs()
    refuse([{ limit, count: state.count }], nowMs)
    return { answer: minuteOf(nowMs), write: write(deps, state, withIssue(state.count, nowMs), commitId) }
  })
}

function takeBack(deps: Deps, limit: Limit, minute: number): Promise<void> {
  return change(deps, limit, (state, commitId) => {
    const next = withoutIssue(state.count, minute)
    return { answer: undefined, write: next && write(deps, state, next, commitId) }
  })
}

async function change<Answer>(
  deps: Deps,
  { key }: Limit,
  decide: (state: State, commitId: string) => Decision<Answer>,
): Promise<Answer> {
  const turn = deps.turns.join(`rate ${key.tenantId.length} ${key.tenantId} ${key.id}`)
  try {
    return await commit(deps, turn, {
      read: async () => {
        const [state] = await readCounts(deps, [key])
        return state as State
      },
      decide,
      isMadeBy: (state, commitId) => state.count.commitIds.includes(commitId),
      carryForward: (state) => rewrite(deps, state.ring, state),
    })
  } finally {
    turn.leave()
  }
}

async function readCounts(deps: Deps, keys: readonly StoreKey[]): Promise<readonly State[]> {
  const ring = await deps.ports.keyRing()
  const stored = await deps.ports.read(keys)
  return keys.map((key, index) => openCount(deps, ring, key, stored[index]))
}

/** Whoever can spoil a count can delete it as well: refusing to issue would protect nobody. */
function openCount({ cryptography }: Deps, ring: KeyRing, key: StoreKey, stored: StoredDocument | undefined): State {
  const held = { ring, key, stored, secret: nothing }
  if (!stored) return { ...held, count: noIssues }
  const opened = openDocument({ ring, cryptography }, key, stored)
  const decoded = opened.ok ? decodeCount(stored.body) : undefined
  if (decoded) return { ...held, count: decoded }
  return { ...held, count: noIssues, unreadable: opened.ok ? 'tampered' : opened.reason }
}

function write({ ports, cryptography }: Deps, { ring, key, stored }: State, count: IssuingCount, commitId: string) {
  const body = encodeCount({ ...count, commitIds: withCommit(count.commitIds, commitId) })
  const content = { body, secret: nothing, retainUntilMs: retainCountUntil(ports.nowMs()) }
  const next = sealDocument({ ring, cryptography, randomBytes: ports.randomBytes }, key, content)
  return { key, expected: stored?.revision ?? null, next }
}

const nothing = new Uint8Array()
