import type { CallRecord } from '../history.js'
import type { LawChecks } from './law-check.js'
import { isBefore, issuing, mayHaveChanged, name, removing, signIns, successful } from './law-check.js'

/** What has ended stays so. */
export const endingLaws: LawChecks = {
  deletedForGood: ({ calls }) =>
    successful(removing(calls)).flatMap((removal) => usedAfter(calls, removal, removal.facts.passId)),

  replacedForGood: ({ calls }) =>
    successful(issuing(calls)).flatMap((issued) =>
      successful(issuing(calls, issued.user))
        .filter((newer) => isBefore(issued, newer))
        .flatMap((newer) => usedAfter(calls, newer, issued.facts.passId)),
    ),

  noSignInAfterRegistering({ calls, spendOn }) {
    if (spendOn !== 'registration') return []
    const once = new Set(successful(issuing(calls)).flatMap(({ facts }) => (facts.isOnce ? facts.passId : [])))
    return successful(calls.filter(({ verb }) => verb === 'registrations.complete'))
      .filter(({ facts }) => once.has(facts.passId))
      .flatMap((completed) => usedAfter(calls, completed, completed.facts.passId))
  },

  forgottenForGood: ({ calls, epochMs, maxSkewMs }) =>
    successful(calls.filter(({ verb }) => verb === 'users.forget')).flatMap((forgetting) => {
      const codes = issuing(calls, forgetting.user).filter((issued) => isBefore(issued, forgetting))
      const shown = calls.filter(
        ({ verb, user, facts, ...read }) =>
          verb === 'passes.get' &&
          user === forgetting.user &&
          read.startMs > forgetting.endMs &&
          (facts.createdAtMs ?? Infinity) < epochMs + forgetting.startMs - maxSkewMs - 5_000,
      )
      return [
        ...codes.flatMap(({ facts }) => (facts.passId ? usedAfter(calls, forgetting, facts.passId) : [])),
        ...shown.map((read) => `${name(read)} shows a pass from before ${name(forgetting)}`),
      ]
    }),

  disabledForAll({ calls }) {
    const changes = calls.filter(({ verb }) => verb.startsWith('policy.') && verb !== 'policy.get')
    return changes
      .filter(({ outcome, facts }) => outcome === 'ok' && facts.state === 'disabled')
      .flatMap((disabling) => {
        const others = changes.filter((other) => other !== disabling && mayHaveChanged(other))
        const isUnchanged = (until: CallRecord) =>
          others.every((other) => isBefore(other, disabling) || other.startMs > until.endMs)
        return successful(signIns(calls))
          .filter((signIn) => isBefore(disabling, signIn) && isUnchanged(signIn))
          .map((signIn) => `${name(signIn)} succeeded after ${name(disabling)}`)
      })
  },
}

function usedAfter(calls: readonly CallRecord[], ending: CallRecord, passId: string | undefined): readonly string[] {
  return successful(signIns(calls))
    .filter((signIn) => signIn.facts.signedInPassId === passId && isBefore(ending, signIn))
    .map((signIn) => `${name(signIn)} succeeded after ${name(ending)}`)
}
