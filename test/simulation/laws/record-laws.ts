import type { CallRecord, History } from '../history.js'
import { verbs } from '../verbs.js'
import type { LawChecks } from './law-check.js'
import { countBy, isBefore, issuing, name, successful } from './law-check.js'

/** What is stored, recorded and reported. */
export const recordLaws: LawChecks = {
  registeredOnce({ calls, spendOn }) {
    if (spendOn !== 'registration') return []
    const once = new Set(successful(issuing(calls)).flatMap(({ facts }) => (facts.isOnce ? facts.passId : [])))
    const grants = new Map<string, Set<string>>()
    for (const { facts } of successful(completions(calls))) {
      if (!facts.passId || !facts.grant || !once.has(facts.passId)) continue
      grants.set(facts.passId, (grants.get(facts.passId) ?? new Set()).add(facts.grant))
    }
    return [...grants].flatMap(([passId, { size }]) =>
      size > 1 ? `the pass ${passId.slice(0, 4)} registered for ${size} sign-ins` : [],
    )
  },

  lineageIsKept: ({ calls }) =>
    successful(completions(calls)).flatMap((completed) => {
      const removals = calls.filter(({ verb, user }) => removalsOf.has(verb) && user === completed.user)
      const lists = successful(
        calls.filter(({ verb, user }) => verb === 'registrations.list' && user === completed.user),
      )
      return lists
        .filter((list) => isBefore(completed, list) && removals.every((removal) => removal.startMs > list.endMs))
        .filter(({ facts }) => !facts.credentialIds?.includes(completed.facts.credentialId ?? ''))
        .map((list) => `${name(list)} lacks the credential of ${name(completed)}`)
    }),

  noOkWithoutAWrite: ({ calls }) =>
    calls
      .filter((call) => claimsChange(call) && call.writes === 0)
      .map((call) => `${name(call)} answered ${call.reason ?? call.outcome} without a write`),

  typedFailures: ({ calls }) =>
    calls
      .filter(({ outcome, reason }) => outcome === 'failed' && !reason?.startsWith('TAP_'))
      .map((call) => `${name(call)} failed with ${call.reason}`),

  oneEvent: ({ calls }) =>
    calls
      .filter(({ outcome, isRow, verb }) => isAnswered(outcome) && !isRow && !verbs[verb].hasOwnEvents)
      .flatMap((call) => {
        const { events: count } = call
        const isExcused = count === 0 && verbs[call.verb].isDeletion && call.outcome === 'ok'
        return count === 1 || isExcused ? [] : `${name(call)} has ${count} events`
      }),

  everyCallEnds: ({ calls }) =>
    calls
      .filter(({ isProcessAlive, outcome, isRow }) => isProcessAlive && outcome === 'unanswered' && !isRow)
      .map((call) => `${name(call)} never ended`),

  noSecretKept({ calls, texts }) {
    const codes = calls.flatMap(({ facts, verb }) => (verb !== 'signIn' && facts.code ? facts.code : []))
    const all = texts.join('\n')
    const isKept = (code: string) => all.includes(code) || all.includes(code.replaceAll('-', ''))
    return codes.filter(isKept).map((code) => `the code ${code.slice(0, 4)}… was stored`)
  },

  noticesArrive(history) {
    const sent = new Set(
      history.notices.filter(({ kind }) => kind === 'signedIn').map(({ id, user }) => `${user} ${id}`),
    )
    const arrived = countBy([...sent], (notice) => notice.split(' ')[0] ?? '')
    const due = successful(history.calls.filter(({ verb }) => verb === 'signIn'))
    return [...countBy(due, ({ user = '' }) => user)].flatMap(([user, count]) =>
      count > (arrived.get(user) ?? 0) && !isExcusedFromNotices(history, user)
        ? `${user} signed in ${count} times and was notified ${arrived.get(user) ?? 0} times`
        : [],
    )
  },
}

/** Claims that something has changed, or that there is nothing to change. */
function claimsChange({ verb, outcome, reason }: CallRecord): boolean {
  if (outcome === 'ok') return verbs[verb].isChange && verb !== 'row of createMany'
  return outcome === 'failed' && verb.startsWith('passes.delete') && reason === 'TAP_PASS_NOT_FOUND'
}

const removalsOf: ReadonlySet<string> = new Set(['passes.delete cascade', 'repudiate', 'users.forget'])

function completions(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter(({ verb }) => verb === 'registrations.complete')
}

function isAnswered(outcome: CallRecord['outcome']): boolean {
  return outcome === 'ok' || outcome === 'refused'
}

/** A forgotten user is not notified, and a document keeps sixteen notices. */
function isExcusedFromNotices({ calls }: History, user: string): boolean {
  const isForgotten = calls.some((call) => call.verb === 'users.forget' && call.user === user)
  return isForgotten || calls.filter((call) => call.user === user && call.outcome !== 'refused').length > 16
}
