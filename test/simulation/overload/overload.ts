import type { Tap } from '../../../src/api/tap.js'
import { createTap } from '../../../src/create-tap.js'
import { helpDesk } from '../organisation.js'
import { Stream } from '../stream.js'
import { timerOf, VirtualTime } from '../virtual-time.js'
import type { Capacity } from './busy-database.js'
import { BusyDatabase } from './busy-database.js'
import type { Caller, Patience, Seen } from './hosts.js'
import { Hosts } from './hosts.js'

/** One overload: what the database can do, how hosts behave, and how much is asked. */
export interface Overload {
  readonly capacity: Capacity
  readonly patience: Patience
  /** Before and after, as a part of the capacity. */
  readonly usualLoad: number
}

export interface OverloadReport extends Omit<Seen, 'signedInAtMs'> {
  /** Sign-ins a second that the database can serve. */
  readonly capacity: number
  /** Sign-ins a second, as the callers see them. */
  readonly before: number
  readonly during: number
  /** One figure for each five seconds after the overload, from the fifth second on. */
  readonly after: readonly number[]
  readonly maxWaitingAtDatabase: number
}

const seed = 1
const epochMs = Date.UTC(2026, 10, 28, 9)
/** In capacities. */
const peakLoad = 10
/** One read and one write. */
const requestsOfSignIn = 2
/** A user comes again after this time at the earliest. */
const userSeconds = 4
const windowMs = 5_000
const usualMs = 4 * windowMs
const afterMs = 5 * windowMs

/** Offers right codes: as usual, ten times the capacity for so long, and as usual again. */
export async function runOverload(
  { capacity, patience, usualLoad }: Overload,
  peakMs: number,
): Promise<OverloadReport> {
  const time = new VirtualTime()
  const database = new BusyDatabase(time, capacity)
  const tap = createTapOn(database, time)
  const perSecond = (capacity.connections * 1_000) / capacity.requestMs / requestsOfSignIn
  const callers = await issueTo(tap, time, perSecond * peakLoad * userSeconds)
  const hosts = new Hosts(tap, time, patience)
  const offered = (fromMs: number, ms: number, load: number): Load => ({ fromMs, ms, perSecond: perSecond * load })
  const usual = offered(time.nowMs, usualMs, usualLoad)
  const peak = offered(usual.fromMs + usualMs, peakMs, peakLoad)
  const after = offered(peak.fromMs + peakMs, afterMs, usualLoad)
  let asked = 0
  for (const load of [usual, peak, after]) offer(time, load, () => hosts.signIn(callerAt(callers, asked++)))
  await time.run()

  const { signedInAtMs, ...seen } = hosts.seen
  const rate = (fromMs: number, ms: number): number =>
    signedInAtMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + ms).length / (ms / 1_000)
  return {
    ...seen,
    capacity: perSecond,
    before: rate(usual.fromMs + windowMs, usualMs - windowMs),
    during: rate(peak.fromMs, peakMs),
    after: [1, 2, 3, 4].map((window) => rate(after.fromMs + window * windowMs, windowMs)),
    maxWaitingAtDatabase: database.maxWaiting,
  }
}

interface Load {
  readonly fromMs: number
  readonly ms: number
  readonly perSecond: number
}

/** At regular intervals. */
function offer(time: VirtualTime, { fromMs, ms, perSecond }: Load, ask: () => Promise<void>): void {
  const next = (count: number): void => {
    const laterMs = (count * 1_000) / perSecond
    if (laterMs >= ms) return
    time.after(fromMs + laterMs - time.nowMs, () => {
      void ask()
      next(count + 1)
    })
  }
  next(0)
}

function callerAt(callers: readonly Caller[], count: number): Caller {
  const caller = callers[count % callers.length]
  if (!caller) throw new RangeError('There are no callers')
  return caller
}

async function issueTo(tap: Tap, time: VirtualTime, users: number): Promise<readonly Caller[]> {
  const callers: Caller[] = []
  const issue = async (): Promise<void> => {
    for (let at = 0; at < users; at += 1) {
      const user = `user-${at}`
      const { temporaryAccessPass: code } = await tap.passes.create({ actor: helpDesk, user })
      callers.push({ user, code })
    }
  }
  time.after(0, () => void issue())
  await time.run()
  return callers
}

function createTapOn(database: BusyDatabase, time: VirtualTime): Tap {
  const bytes = new Stream(seed, 'bytes')
  return createTap({
    store: database.store(),
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'k', secret: new Stream(seed, 'key').bytes(32) }],
    policy: { state: 'enabled', defaultLength: 40 },
    clock: () => Math.floor(epochMs + time.nowMs),
    randomBytes: (length) => bytes.bytes(length),
    timer: timerOf(time, () => true),
  })
}
