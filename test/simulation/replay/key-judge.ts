import type { Version } from './versions.js'

/** What one call does to one key. */
export type KeyCall =
  | { readonly does: 'read' }
  /** Replaces the document if it has the expected revision. `null`: none is stored. */
  | { readonly does: 'swap'; readonly expected: string | null; readonly next: Version }
  /** Removes the document if its retention is over. */
  | { readonly does: 'sweep' }

/** One way in which everything so far can have happened. */
interface Possibility {
  readonly state: Version
  /** The calls without an answer that have already had their effect. */
  readonly applied: ReadonlySet<number>
  /** For each call without an answer, what was stored since it began. */
  readonly passed: ReadonlyMap<number, ReadonlySet<Version>>
}

/**
 * Knows what one key of a correct store can hold. It follows every order of the calls that their beginnings, their ends and
 * their answers allow. A write without an answer may take effect at any later time, or never.
 */
export class KeyJudge {
  #possible: readonly Possibility[]
  readonly #open = new Map<number, KeyCall>()
  /** Writes whose calls ended without an answer. */
  #unknown: KeyCall[] = []
  /** While the standby receives nothing: what it may have. */
  #kept: readonly Possibility[] | undefined
  readonly #disturbed = new Set<number>()
  readonly #absent: Version

  constructor(absent: Version) {
    this.#possible = [{ state: absent, applied: new Set(), passed: new Map() }]
    this.#absent = absent
  }

  begin(id: number, call: KeyCall): void {
    this.#open.set(id, call)
    if (call.does !== 'read') this.#disturb(id)
    this.#possible = this.#possible.map((possibility) => ({
      ...possibility,
      passed: new Map([...possibility.passed, [id, new Set([possibility.state])]]),
    }))
  }

  /** The call saw all these at some time while it ran. Returns whether that can be. */
  endRead(id: number, seen: readonly ((stored: Version) => boolean)[]): boolean {
    return this.#end(id, ({ passed }) => {
      const states = [...(passed.get(id) ?? [])]
      return seen.every((isSeen) => states.some(isSeen))
    })
  }

  /**
   * The call returned whether it wrote.
   *
   * @param isRepeated - The driver may have sent it again: a refusal can then be the answer to the second time.
   */
  endSwap(id: number, isWritten: boolean, isRepeated: boolean): boolean {
    const call = this.#open.get(id)
    if (call?.does !== 'swap') return false
    if (isWritten) this.#kept = this.#kept?.filter(({ applied }) => applied.has(id))
    if (isRepeated) this.#unknown.push(call)
    return this.#end(id, ({ applied, passed }) => {
      if (isWritten) return applied.has(id)
      if (applied.has(id)) return isRepeated
      return [...(passed.get(id) ?? [])].some(({ revision }) => revision !== call.expected)
    })
  }

  /** The sweep returned. `isAll`: it left nothing behind that was past its retention all the time. */
  endSweep(id: number, isAll: boolean): boolean {
    const isStrict = isAll && !this.#disturbed.has(id)
    return this.#end(id, ({ state }) => !(isStrict && state.isPast))
  }

  /** Whether the sweep can have removed the document, and whether it must have. */
  sweepable(id: number): { readonly can: boolean; readonly must: boolean } {
    const states = this.#reachable().flatMap(({ passed }) => [...(passed.get(id) ?? [])])
    const isQuiet = !this.#disturbed.has(id)
    const before = this.#possible.map(({ state }) => state)
    return { can: states.some(({ isPast }) => isPast), must: isQuiet && before.every(({ isPast }) => isPast) }
  }

  /** The call failed. `isRefused`: with the promise that nothing was written. */
  fail(id: number, isRefused: boolean): boolean {
    const call = this.#open.get(id)
    if (!isRefused && call && call.does !== 'read') this.#unknown.push(call)
    return this.#end(id, ({ applied }) => !(isRefused && applied.has(id)))
  }

  /** From now on no write can be acknowledged, because the standby receives nothing. */
  isolate(): void {
    this.#kept ??= this.#reachable()
  }

  /** The standby takes over. No call is open, and no late request reaches it. */
  failOver(): boolean {
    const states = new Set(this.#kept?.map(({ state }) => state))
    this.#possible = [...states].map((state) => ({ state, applied: new Set(), passed: new Map() }))
    this.#unknown = []
    this.#kept = undefined
    return states.size > 0 && this.#open.size === 0
  }

  /** Describes what the key can hold, for the message of a failure. */
  describe(): string {
    return [...new Set(this.#reachable().map(({ state }) => state.name))].join(' or ') || 'nothing that fits'
  }

  #end(id: number, isAllowed: (possibility: Possibility) => boolean): boolean {
    const left = this.#reachable().filter(isAllowed)
    this.#open.delete(id)
    this.#disturbed.delete(id)
    this.#possible = distinct(left.map((possibility) => without(possibility, id)))
    return left.length > 0 && this.#kept?.length !== 0
  }

  /** Returns what is possible if any of the writes under way take effect now, in any order. */
  #reachable(): readonly Possibility[] {
    const found = new Map(this.#possible.map((possibility) => [identify(possibility), possibility]))
    const left = [...this.#possible]
    for (let from = left.pop(); from; from = left.pop()) {
      for (const to of this.#steps(from)) {
        const name = identify(to)
        if (found.has(name)) continue
        found.set(name, to)
        left.push(to)
      }
    }
    return [...found.values()]
  }

  #steps(from: Possibility): readonly Possibility[] {
    const steps: Possibility[] = []
    for (const [id, call] of this.#open) {
      const state = from.applied.has(id) ? undefined : this.#after(from.state, call)
      if (state) steps.push(moved(from, state, new Set([...from.applied, id])))
    }
    for (const call of this.#unknown) {
      const state = this.#after(from.state, call)
      if (state) steps.push(moved(from, state, from.applied))
    }
    return steps
  }

  /** Returns what is stored after the call, or `undefined` if it changes nothing. */
  #after(state: Version, call: KeyCall): Version | undefined {
    if (call.does === 'swap') return state.revision === call.expected ? call.next : undefined
    return call.does === 'sweep' && state.isPast ? this.#absent : undefined
  }

  /** A sweep may leave a document that another call is writing. */
  #disturb(newcomer: number): void {
    const writes = [...this.#open].filter(([, { does }]) => does !== 'read').map(([id]) => id)
    if (writes.length > 1) for (const id of writes) this.#disturbed.add(id)
    if (this.#unknown.length > 0) this.#disturbed.add(newcomer)
  }
}

function moved(from: Possibility, state: Version, applied: ReadonlySet<number>): Possibility {
  const passed = new Map([...from.passed].map(([id, states]) => [id, new Set([...states, state])]))
  return { state, applied, passed }
}

function without(possibility: Possibility, id: number): Possibility {
  const applied = new Set(possibility.applied)
  const passed = new Map(possibility.passed)
  applied.delete(id)
  passed.delete(id)
  return { ...possibility, applied, passed }
}

function distinct(possibilities: readonly Possibility[]): readonly Possibility[] {
  return [...new Map(possibilities.map((possibility) => [identify(possibility), possibility])).values()]
}

function identify({ state, applied, passed }: Possibility): string {
  const sets = [...passed].map(([id, states]) => `${id}:${[...states].map(({ name }) => name).sort()}`)
  return [state.name, [...applied].sort().join(), ...sets].join('|')
}
