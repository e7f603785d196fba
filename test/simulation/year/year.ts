import type { CreateManyRow } from '../../../src/api/passes.js'
import type { Tap } from '../../../src/api/tap.js'
import type { IssuedPass } from '../../../src/core/pass/pass.js'
import { revealRefusal } from '../../../src/core/sign-in/refusal.js'
import { createTap } from '../../../src/create-tap.js'
import type { LawId } from '../../support/laws.js'
import { helpDesk as actor } from '../organisation.js'
import { hashText, Stream } from '../stream.js'
import { VirtualTime } from '../virtual-time.js'
import { DocumentTable } from './document-table.js'
import { Expectations } from './expectations.js'
import { keysAt } from './key-calendar.js'
import { attemptsOf } from './lives.js'
import type { Person } from './people.js'
import { dayMs, drawPerson, yearDays, yearStartMs } from './people.js'
import { instantOf, timesShown } from './time-zones.js'
import { Upkeep } from './upkeep.js'

/** What a year came to. */
export interface YearReport {
  readonly people: number
  readonly passes: number
  /** Passes of lists by how often the clocks show their local start: 0, 1 or 2 times. */
  readonly startsShown: readonly number[]
  /** How the sign-ins ended, and how often. */
  readonly signIns: Readonly<Record<string, number>>
  readonly resealed: number
  /** The keys that have sealed a document. */
  readonly keys: readonly string[]
  readonly maxDocuments: number
  /** The kinds that are left when everybody has gone. */
  readonly left: readonly string[]
  readonly digest: string
  readonly broken: readonly { readonly law: LawId; readonly what: string }[]
}

const retentionInDays = 7
const minuteMs = 60_000
const listMinute = 8 * 60 + 30
const sweepMinute = 2 * 60
/** Passes start up to 60 days ahead, people leave up to 65 days later, and documents are kept for a week. */
const daysAfterTheYear = 60 + 65 + 2 * retentionInDays
const wrongCode = '0'.repeat(40)

/** Lets an organisation of so many people live for a year. */
export class Year {
  readonly #time = new VirtualTime()
  readonly #table = new DocumentTable()
  readonly #expectations = new Expectations(retentionInDays)
  readonly #taps: readonly Tap[]
  readonly #people: number
  readonly #codes = new Map<string, readonly string[]>()
  readonly #signIns: Record<string, number> = {}
  readonly #broken: { law: LawId; what: string }[] = []
  readonly #upkeep: Upkeep
  readonly #startsShown = [0, 0, 0]
  #passes = 0
  #digest = 0

  constructor(people: number) {
    this.#people = people
    this.#taps = [0, 1].map((process) => this.#createTap(process))
    const { maintenance } = this.#tapOf(0)
    this.#upkeep = new Upkeep(maintenance, this.#table, this.#expectations, (law, what) => this.#break(law, what))
  }

  async run(): Promise<YearReport> {
    this.#at(yearStartMs, async () => {
      const patch = { state: 'enabled', defaultLength: 40, retentionInDays } as const
      await this.#tapOf(0).policy.update({ actor, patch })
    })
    for (let day = 0; day < yearDays + daysAfterTheYear; day += 1) this.#planDay(day)
    await this.#time.run()
    return {
      people: this.#people,
      passes: this.#passes,
      startsShown: this.#startsShown,
      signIns: this.#signIns,
      resealed: this.#upkeep.resealed,
      keys: [...this.#upkeep.keys],
      maxDocuments: this.#table.maxDocuments,
      left: ['policy', 'user', 'decoy', 'issueCount'].filter((kind) => this.#table.of(kind).size > 0),
      digest: this.#digest.toString(16),
      broken: this.#broken,
    }
  }

  #planDay(day: number): void {
    const midnightMs = yearStartMs + day * dayMs
    this.#at(midnightMs + sweepMinute * minuteMs, () => this.#upkeep.sweep(this.#nowMs))
    this.#at(midnightMs + sweepMinute * minuteMs + 1, () => this.#upkeep.reseal(this.#nowMs))
    if (day >= yearDays) return
    // Drawn on their day, so that a hundred thousand lives do not wait in memory.
    this.#at(midnightMs + 1, async () => {
      const people = this.#peopleOf(day)
      const listed = people.filter(({ issuing }) => issuing.how === 'listed')
      this.#at(midnightMs + listMinute * minuteMs, () => this.#issueList(listed, 'created'))
      this.#at(midnightMs + dayMs + minuteMs, () => this.#issueList(day % 10 === 0 ? listed : [], 'unchanged'))
      for (const person of people) {
        if (person.issuing.how !== 'listed') this.#at(person.issuedAtMs, () => this.#issue(person))
      }
    })
  }

  #peopleOf(day: number): readonly Person[] {
    const first = Math.ceil((day * this.#people) / yearDays)
    const next = Math.ceil(((day + 1) * this.#people) / yearDays)
    return Array.from({ length: next - first }, (_, at) => drawPerson(first + at, this.#people))
  }

  async #issue(person: Person): Promise<void> {
    const { user, issuing, lifetimeInMinutes, isUsableOnce } = person
    const startMs = issuing.how === 'later' ? issuing.startMs : undefined
    const startDateTime = startMs === undefined ? undefined : new Date(startMs)
    const terms = { actor, user, startDateTime, lifetimeInMinutes, isUsableOnce }
    // The first pass is replaced, and only the second one is used.
    if (person.habit === 'replaced') this.#issued(person, await this.#tapOf(0).passes.create(terms), startMs)
    this.#issued(person, await this.#tapOf(hashText(user)).passes.create(terms), startMs)
    this.#planLife(person)
  }

  /** Every tenth list is run again on the next day, and must then change nothing. */
  async #issueList(people: readonly Person[], outcome: CreateManyRow['outcome']): Promise<void> {
    const rows = people.flatMap(({ user, issuing, lifetimeInMinutes, isUsableOnce }) => {
      if (issuing.how !== 'listed') return []
      const { zone: timeZone, date: startDate, time: startTime } = issuing
      return { user, idempotencyKey: user, startDate, startTime, timeZone, lifetimeInMinutes, isUsableOnce }
    })
    for await (const row of this.#tapOf(1).passes.createMany({ actor, rows })) {
      const person = people[row.index]
      if (row.outcome !== outcome) this.#break('answersByTheRules', `${person?.user}'s row was ${row.outcome}`)
      if (!person || row.outcome !== 'created' || !('temporaryAccessPass' in row.pass)) continue
      this.#issued(person, row.pass, this.#listedStart(person))
      this.#planLife(person)
    }
  }

  /** A start earlier on the current day means now. */
  #listedStart({ issuing }: Person): number | undefined {
    if (issuing.how !== 'listed') return undefined
    const dayStartMs = Date.parse(`${issuing.date}T00:00Z`)
    const localMs = Date.parse(`${issuing.date}T${issuing.time}Z`)
    const startMs = instantOf(issuing.zone, localMs)
    const shown = timesShown(issuing.zone, localMs)
    this.#startsShown[shown] = (this.#startsShown[shown] ?? 0) + 1
    const isToday = startMs <= this.#nowMs && this.#nowMs < instantOf(issuing.zone, dayStartMs + dayMs)
    return isToday ? undefined : startMs
  }

  #issued(person: Person, pass: IssuedPass, startMs = this.#nowMs): void {
    const { user, lifetimeInMinutes, isUsableOnce } = person
    const endMs = startMs + lifetimeInMinutes * minuteMs
    const isAsAsked = pass.startDateTime.getTime() === startMs && pass.endDateTime.getTime() === endMs
    if (!isAsAsked) this.#break('insideItsWindow', `${user}'s pass starts at ${pass.startDateTime.toISOString()}`)
    this.#passes += 1
    this.#codes.set(user, [...(this.#codes.get(user) ?? []), pass.temporaryAccessPass])
    this.#expectations.issued(user, { code: pass.temporaryAccessPass, startMs, endMs, isUsableOnce }, this.#nowMs)
  }

  #planLife(person: Person): void {
    const window = this.#expectations.windowOf(person.user)
    if (!window) return
    const attempts = attemptsOf(person, window, retentionInDays).filter(({ atMs }) => atMs >= this.#nowMs)
    const [last] = attempts.slice(-1)
    for (const attempt of attempts) {
      this.#at(attempt.atMs, async () => {
        const codes = this.#codes.get(person.user) ?? []
        const typed = attempt.code === 'wrong' ? undefined : codes.at(attempt.code === 'earlier' ? -2 : -1)
        await this.#signIn(person, typed ?? wrongCode)
        if (attempt === last) this.#codes.delete(person.user)
      })
    }
  }

  async #signIn(person: Person, code: string): Promise<void> {
    const { user, leavesAfterDays } = person
    const expected = this.#expectations.signIn(user, code, this.#nowMs)
    const result = await this.#tapOf(hashText(code)).signIn({ user, code })
    const outcome = result.ok ? 'ok' : revealRefusal(result)
    this.#digest = hashText(`${user} ${this.#time.nowMs} ${outcome}`, this.#digest)
    this.#signIns[outcome] = (this.#signIns[outcome] ?? 0) + 1
    if (outcome !== expected) {
      const isOutside = result.ok && (expected === 'notYetValid' || expected === 'expired')
      const what = `${user} at ${new Date(this.#nowMs).toISOString()} was answered ${outcome} and not ${expected}`
      this.#break(isOutside ? 'insideItsWindow' : 'answersByTheRules', what)
    }
    if (!result.ok || leavesAfterDays === undefined) return
    await this.#register(person, result.grant, leavesAfterDays)
  }

  async #register({ user }: Person, grant: string, leavesAfterDays: number): Promise<void> {
    const credential = { id: `passkey of ${user}`, type: 'passkey' }
    const registered = await this.#tapOf(0).registrations.complete({ grant, credential })
    if (!registered.ok) return
    this.#expectations.registered(user)
    this.#at(this.#nowMs + leavesAfterDays * dayMs, async () => {
      await this.#tapOf(1).users.forget({ actor, user })
      this.#expectations.forgotten(user, this.#nowMs)
    })
  }

  /** Ports answer at once, so that a call has ended before the next event. */
  #at(atMs: number, work: () => Promise<void>): void {
    this.#time.after(atMs - this.#nowMs, () => {
      work().catch((error: unknown) => this.#break('answersByTheRules', String(error)))
    })
  }

  #break(law: LawId, what: string): void {
    if (this.#broken.length < 20) this.#broken.push({ law, what })
  }

  get #nowMs(): number {
    return yearStartMs + this.#time.nowMs
  }

  #tapOf(number: number): Tap {
    const tap = this.#taps[number % this.#taps.length]
    if (!tap) throw new RangeError('There are no processes')
    return tap
  }

  #createTap(process: number): Tap {
    const bytes = new Stream(process, 'bytes')
    return createTap({
      store: this.#table.store(),
      directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
      keys: async () => keysAt(this.#nowMs, process),
      clock: () => this.#nowMs,
      randomBytes: (length) => bytes.bytes(length),
      timer: { now: () => this.#time.nowMs, wait: async () => undefined, within: async (_, work) => work() },
    })
  }
}
