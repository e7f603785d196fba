import type { LawId } from '../../support/laws.js'
import type { CallRecord, History } from '../history.js'

/** One law that a history breaks. */
export interface Violation {
  readonly law: LawId
  /** Which calls break it. */
  readonly what: string
}

/** Returns what breaks a law in this history: nothing, or one sentence for each case. */
export type LawCheck = (history: History) => readonly string[]

export type LawChecks = Readonly<Partial<Record<LawId, LawCheck>>>

export function name({ id, verb, user }: CallRecord): string {
  return `#${id} ${verb} ${user ?? ''}`.trim()
}

/** Returns whether `a` had ended before `b` started. */
export function isBefore(a: CallRecord, b: CallRecord): boolean {
  return a.endMs < b.startMs
}

/** Returns the calls that issue a pass, whether or not they succeeded. */
export function issuing(calls: readonly CallRecord[], user?: string): readonly CallRecord[] {
  const verbs = ['passes.create', 'passes.create delivered', 'row of createMany', 'requests.collect']
  return calls.filter((call) => verbs.includes(call.verb) && (user === undefined || call.user === user))
}

/** Returns the calls that take away a pass, whether or not they succeeded. */
export function removing(calls: readonly CallRecord[], user?: string): readonly CallRecord[] {
  const verbs = ['passes.delete', 'passes.delete cascade', 'repudiate', 'users.forget']
  return calls.filter((call) => verbs.includes(call.verb) && (user === undefined || call.user === user))
}

export function signIns(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter(({ verb }) => verb === 'signIn')
}

export function successful(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter(({ outcome }) => outcome === 'ok')
}

/** Returns whether the call may have changed something: it did, or its outcome is unknown. A refusal changed nothing. */
export function mayHaveChanged({ outcome }: CallRecord): boolean {
  return outcome !== 'refused'
}

export function countBy<Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return counts
}
