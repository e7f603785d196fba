import type { IssueCount, IssueCountSubject } from '../../core/access/issue-count.js'
import {
  decodeCount,
  encodeCount,
  issueCountKey,
  minuteOf,
  noIssues,
  retainCountUntil,
  waitInSeconds,
  withIssue,
  withoutIssue,
} from '../../core/access/issue-count.js'
import type { IssuingRules } from '../../core/policy/policy.js'
import { withCommit } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import type { UnreadableReason } from '../../errors.js'
import { RateLimitedError } from '../../errors.js'
import type { StoreKey } from '../../ports/store.js'
import { commit } from '../commit.js'
import type { Decision } from '../decision.js'
import type { Deps } from '../deps.js'
import { commitsOf, openDecoded, rewrite, writeDocument } from '../load.js'
import type { LoadedDocument } from '../loaded.js'
import type { ShownDocument } from '../shown.js'
import type { Write } from '../write.js'
import type { PassOrder } from './order.js'

type Counted = Pick<PassOrder, 'issuer' | 'user'>

export interface CountedIssue {
  /** Why a stored count was unreadable. That count has started again from zero. */
  readonly restartedCount?: UnreadableReason | undefined
  /** Takes the count back, for a call that changed nothing else. Never throws. */
  giveBack(): Promise<void>
}

/**
 * Counts one pass against every limit of the policy, before the pass exists. A call that fails later still counts,
 * because otherwise an attacker could try for free; the caller may use `giveBack` if the call changed nothing. A refused
 * call does not count: all limits are checked first, and counts already written are taken back when a concurrent call
 * reaches a limit in between.
 *
 * @throws {@link RateLimitedError}
 */
export async function countIssue(deps: Deps, rules: IssuingRules, order: Counted): Promise<CountedIssue> {
  const limits = limitsOf(deps, rules, order)
  if (limits.length === 0) return { giveBack: async () => undefined }
  const states = await checkLimits(deps, limits)
  const counted: { readonly limit: IssueLimit; readonly minute: number }[] = []
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

/** Checks every limit and counts nothing. @throws {@link RateLimitedError} */
export async function checkIssueLimits(deps: Deps, rules: IssuingRules, order: Counted): Promise<void> {
  const limits = limitsOf(deps, rules, order)
  if (limits.length > 0) await checkLimits(deps, limits)
}

async function checkLimits(deps: Deps, limits: readonly IssueLimit[]): Promise<readonly LoadedIssueCount[]> {
  const states = await readCounts(
    deps,
    limits.map(({ key }) => key),
  )
  refuseOverLimit(
    limits.map((limit, index) => ({ limit, count: states[index]?.count ?? noIssues })),
    deps.ports.nowMs(),
  )
  return states
}

interface IssueLimit {
  readonly name: RateLimitedError['limit']
  readonly maximum: number
  readonly key: StoreKey
}

interface LoadedIssueCount extends LoadedDocument {
  readonly ring: KeyRing
  readonly count: IssueCount
}

function limitsOf(
  { tenantId }: Deps,
  { maximumPerHour }: IssuingRules,
  { issuer, user }: Counted,
): readonly IssueLimit[] {
  const subjects: readonly IssueCountSubject[] = [
    { limit: 'actor', kind: issuer.kind, id: issuer.kind === 'user' ? issuer.user.id : issuer.id },
    { limit: 'user', id: user.id },
    { limit: 'tenant' },
  ]
  return subjects.flatMap((subject) => {
    const maximum = maximumPerHour[subject.limit]
    return maximum === undefined ? [] : [{ name: subject.limit, maximum, key: issueCountKey(tenantId, subject) }]
  })
}

/** Reports the limit with the longest wait, so that a caller who waits that long is not refused by another limit. */
function refuseOverLimit(
  states: readonly { readonly limit: IssueLimit; readonly count: IssueCount }[],
  nowMs: number,
): void {
  const [longest] = states
    .map(({ limit, count }) => ({ name: limit.name, wait: waitInSeconds(count, limit.maximum, nowMs) ?? 0 }))
    .sort((a, b) => b.wait - a.wait)
  if (longest && longest.wait > 0) throw new RateLimitedError(longest.name, longest.wait)
}

/** Returns the minute that the pass is counted in. */
function count(deps: Deps, limit: IssueLimit): Promise<number> {
  return change(deps, limit, (state, commitId) => {
    const nowMs = deps.ports.nowMs()
    refuseOverLimit([{ limit, count: state.count }], nowMs)
    return { value: minuteOf(nowMs), write: write(deps, state, withIssue(state.count, nowMs), commitId) }
  })
}

function takeBack(deps: Deps, limit: IssueLimit, minute: number): Promise<void> {
  return change(deps, limit, (state, commitId) => {
    const next = withoutIssue(state.count, minute)
    return { value: undefined, write: next && write(deps, state, next, commitId), restsOnRead: 'housekeeping' }
  })
}

function change<Value>(
  deps: Deps,
  { key }: IssueLimit,
  decide: (state: LoadedIssueCount, commitId: string) => Decision<Value>,
): Promise<Value> {
  return commit(deps, key, {
    read: async () => {
      const [state] = await readCounts(deps, [key])
      return state as LoadedIssueCount
    },
    decide,
    commits: (state) => commitsOf(state, state.count.commitIds),
    rewrite: (state) => rewrite(deps, state.ring, state),
  })
}

async function readCounts(deps: Deps, keys: readonly StoreKey[]): Promise<readonly LoadedIssueCount[]> {
  const ring = await deps.ports.keyRing()
  const shown = await deps.ports.read(keys)
  return shown.map((document, index) => openCount(deps, ring, keys[index] as StoreKey, document))
}

/** An unreadable count starts from zero: an attacker who can corrupt it could also delete it. */
function openCount(deps: Deps, ring: KeyRing, key: StoreKey, shown: ShownDocument): LoadedIssueCount {
  const { decoded, ...loaded } = openDecoded(deps, ring, key, shown, ({ body }) => decodeCount(body))
  return { ...loaded, ring, count: decoded ?? noIssues }
}

function write(deps: Deps, state: LoadedIssueCount, count: IssueCount, commitId: string): Write {
  const body = encodeCount({ ...count, commitIds: withCommit(count.commitIds, commitId) })
  const retainUntilMs = retainCountUntil(deps.ports.nowMs())
  return writeDocument(deps, state.ring, state, { body, secret: noSecret, retainUntilMs })
}

const noSecret = new Uint8Array()
