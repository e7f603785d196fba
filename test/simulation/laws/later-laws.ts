import type { CallRecord, History } from '../history.js'
import type { LawChecks } from './law-check.js'
import { countBy, isBefore, issuing, mayHaveChanged, name, removing, signIns, successful } from './law-check.js'

/** What works again after the faults, and what a request or a list leads to. */
export const laterLaws: LawChecks = {
  healsInTenSeconds: (history) =>
    signIns(history.calls)
      .filter((signIn) => signIn.startMs > history.healedAtMs && isInForce(history, signIn) && signIn.outcome !== 'ok')
      .map((signIn) => `${name(signIn)} was answered ${signIn.reason ?? signIn.outcome}`),

  approvedOnce({ calls }) {
    const collected = successful(calls.filter(({ verb }) => verb === 'requests.collect'))
    return [...countBy(collected, ({ facts }) => facts.requestId ?? '')].flatMap(([requestId, times]) =>
      times > 1 ? `the request ${requestId.slice(0, 4)} returned ${times} codes` : [],
    )
  },

  approvedByAnother: ({ calls }) =>
    successful(calls.filter(({ verb }) => verb === 'requests.collect'))
      .filter((collecting) => {
        const approvals = calls.filter(({ verb, user }) => verb === 'requests.approve' && user === collecting.user)
        return !approvals.some(
          (approval) => approval.startMs < collecting.endMs && approval.reason !== 'TAP_INVALID_TRANSITION',
        )
      })
      .map((collecting) => `${name(collecting)} returned a code without an approval`),

  bulkOnce({ calls }) {
    const runs = successful(calls.filter(({ verb }) => verb === 'passes.createMany'))
    const isForgotten = calls.some(({ verb }) => verb === 'users.forget')
    if (isForgotten) return []
    return runs.flatMap((run) =>
      runs
        .filter((later) => isBefore(run, later) && later.facts.key === run.facts.key)
        .flatMap((later) =>
          (later.facts.rows ?? [])
            .filter(({ user, outcome }) => outcome === 'created' && wasSettled(run, user))
            .map(({ user }) => `${name(later)} issued a second pass for ${user}`),
        ),
    )
  },
}

const minuteMs = 60_000

/** A code whose receipt could not be recorded is issued again. */
function wasSettled({ facts: { rows = [] }, isUndisturbed }: CallRecord, user: string): boolean {
  const settled = isUndisturbed ? ['created', 'unchanged'] : ['unchanged']
  return rows.some((row) => row.user === user && settled.includes(row.outcome))
}

/** Returns whether nothing at all, whatever its outcome, can have ended the pass whose code is typed here. */
function isInForce({ calls, budget, healedAtMs }: History, signIn: CallRecord): boolean {
  const { passId } = signIn.facts
  if (signIn.startMs > healedAtMs + minuteMs) return false
  const issued = successful(issuing(calls, signIn.user)).find(({ facts }) => facts.passId === passId)
  if (!issued) return false
  const since = (call: CallRecord) => call !== signIn && call.endMs >= issued.startMs && call.startMs <= signIn.endMs
  const others = calls.filter(since).filter((call) => call !== issued && mayHaveChanged(call))
  const earlier = signIns(calls).filter(
    (other) => other !== signIn && other.user === signIn.user && other.startMs <= signIn.endMs,
  )
  const isUsed = issued.facts.isOnce && earlier.some(({ facts }) => facts.passId === passId)
  const guesses = earlier.filter(({ facts }) => facts.passId !== passId)
  const isReplaced = [...issuing(others, signIn.user), ...removing(others, signIn.user)].length > 0
  const isPolicyTouched = calls.some(({ verb }) => verb.startsWith('policy.') && verb !== 'policy.get')
  return !isUsed && !isReplaced && !isPolicyTouched && guesses.length < budget
}
