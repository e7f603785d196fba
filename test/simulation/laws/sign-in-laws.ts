import type { CallRecord, History } from '../history.js'
import type { LawChecks } from './law-check.js'
import { countBy, isBefore, issuing, mayHaveChanged, name, removing, signIns, successful } from './law-check.js'

/** Which codes sign in, and how often. */
export const signInLaws: LawChecks = {
  usedOnce({ calls, spendOn }) {
    if (spendOn !== 'signIn') return []
    const once = new Set(successful(issuing(calls)).flatMap(({ facts }) => (facts.isOnce ? facts.passId : [])))
    const used = successful(signIns(calls)).filter(({ facts }) => once.has(facts.signedInPassId))
    return [...countBy(used, ({ facts }) => facts.signedInPassId ?? '')].flatMap(([passId, times]) =>
      times > 1 ? `the pass ${passId.slice(0, 4)} signed in ${times} times` : [],
    )
  },

  rightCodeOnly: ({ calls }) =>
    successful(signIns(calls))
      .filter(({ facts }) => facts.passId === undefined || facts.passId !== facts.signedInPassId)
      .map((signIn) => `${name(signIn)} succeeded with another code`),

  insideItsWindow({ calls, epochMs, maxSkewMs }) {
    const windows = new Map(successful(issuing(calls)).map(({ facts }) => [facts.passId, facts]))
    return successful(signIns(calls)).flatMap((signIn) => {
      const { startsAtMs = -Infinity, endsAtMs = Infinity } = windows.get(signIn.facts.signedInPassId) ?? {}
      const isEarly = epochMs + signIn.endMs + maxSkewMs < startsAtMs
      return isEarly || epochMs + signIn.startMs - maxSkewMs >= endsAtMs ? `${name(signIn)} succeeded outside` : []
    })
  },

  refusalSpendsNothing({ calls, spendOn }) {
    if (spendOn !== 'signIn') return []
    const attempts = signIns(calls)
    return attempts
      .filter((attempt) => attempt.reason === 'oneTimeUsed' && isOnlyPossiblePass(calls, attempt))
      .filter((attempt) => {
        const others = attempts.filter((other) => other !== attempt && other.facts.passId === attempt.facts.passId)
        return !others.some((other) => mayHaveChanged(other) && other.startMs <= attempt.endMs)
      })
      .map((attempt) => `${name(attempt)} found the pass used, although every sign-in with it was refused`)
  },

  guessBudget: (history) =>
    [...guessesByPass(history)].flatMap(([passId, guesses]) =>
      guesses.length > history.budget ? `${passId.slice(0, 4)} was compared with ${guesses.length} wrong codes` : [],
    ),

  revokedForGood: (history) =>
    successful(signIns(history.calls)).flatMap((signIn) => {
      const guesses = guessesByPass(history).get(signIn.facts.signedInPassId ?? '') ?? []
      const before = guesses.filter((guess) => isBefore(guess, signIn))
      return before.length >= history.budget ? `${name(signIn)} succeeded after ${before.length} wrong codes` : []
    }),
}

/** Returns the wrong codes that were compared with each pass, where only one pass is possible. */
function guessesByPass({ calls }: History): ReadonlyMap<string, readonly CallRecord[]> {
  const guesses = new Map<string, CallRecord[]>()
  for (const guess of signIns(calls).filter(({ reason }) => reason === 'wrongCode')) {
    const possible = possiblePasses(calls, guess)
    const passId = possible[0]?.facts.passId
    if (possible.length !== 1 || passId === undefined) continue
    guesses.set(passId, [...(guesses.get(passId) ?? []), guess])
  }
  return guesses
}

/** Returns whether the code that was typed is the code of the user's pass, and cannot be another one's. */
function isOnlyPossiblePass(calls: readonly CallRecord[], signIn: CallRecord): boolean {
  const possible = possiblePasses(calls, signIn)
  return possible.length === 1 && possible[0]?.facts.passId === signIn.facts.passId
}

/** Returns the calls whose pass may have been the user's current one during this sign-in. */
function possiblePasses(calls: readonly CallRecord[], signIn: CallRecord): readonly CallRecord[] {
  const changes = [...issuing(calls, signIn.user), ...removing(calls, signIn.user)].filter(
    ({ outcome }) => outcome === 'ok',
  )
  return issuing(calls, signIn.user).filter(
    (issued) =>
      issued.outcome !== 'refused' &&
      issued.startMs <= signIn.endMs &&
      !changes.some((change) => isBefore(issued, change) && isBefore(change, signIn)),
  )
}
