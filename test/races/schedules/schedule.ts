import { setImmediate } from 'node:timers/promises'
import type { Store } from '../../../src/ports/store.js'
import type { Timer } from '../../../src/ports/timer.js'
import type { StorePair, StoreWrite } from '../../faults/store-pair.js'
import type { Choose } from './explore.js'

/** How much may go wrong in one schedule. */
export interface Limits {
  /** Writes whose answer is lost: shown and not kept, or late. A late write may never arrive. */
  readonly faults: number
  readonly failovers: number
  /** Faults after which the call has reached its deadline. */
  readonly deadlines: number
}

/** One order of the store calls of all callers, with its faults. */
export interface Schedule {
  readonly timer: Timer
  /** What happened so far, one step a line. */
  readonly story: string[]
  /** Waits for the turn of a caller to begin. */
  begin(process: string): Promise<void>
  /** The connection of one process. Its calls wait until the schedule lets them through. */
  connect(process: string): Store
  /** Lets one call after another through until the work has ended and nothing is on its way. */
  finish(work: Promise<unknown>): Promise<void>
}

interface Move {
  readonly name: string
  /** The process that makes the move, if the move changes nothing that another call reads. */
  readonly reader?: string
  readonly go: () => unknown
}

/** A call that waits for its turn. */
interface WaitingCall {
  /** The number of moves before it. */
  readonly since: number
  moves(): readonly Move[]
}

const pastDeadlineMs = 10_000
const gone = new Error('The connection is gone')

export function createSchedule(pair: StorePair, choose: Choose, limits: Limits): Schedule {
  const left = { ...limits }
  const story: string[] = []
  const calls = new Set<WaitingCall>()
  const late: { readonly process: string; readonly write: StoreWrite }[] = []
  let made = 0
  let lastReader: string | undefined
  let nowMs = 0

  /** Waits for the turn of one call. `movesOf` returns every way in which it can end. */
  function turn<T>(movesOf: (end: End<T>) => readonly Move[]): Promise<T> {
    return new Promise((resolve, reject) => {
      const call: WaitingCall = {
        since: made,
        moves: () =>
          movesOf({ resolve, reject }).map(({ go, ...move }) => ({ ...move, go: () => calls.delete(call) && go() })),
      }
      calls.add(call)
    })
  }

  /** Two reads in a row have the same effect in either order, so only one order is tried. */
  function isTriedElsewhere({ since }: WaitingCall, { reader }: Move): boolean {
    return reader !== undefined && lastReader !== undefined && reader < lastReader && since < made
  }

  /** A caller may hear so late that its answer is lost that the call ends. */
  function passDeadline(): void {
    if (left.deadlines === 0 || choose(2) === 0) return
    left.deadlines -= 1
    story.push('the deadline of the call passes')
    nowMs += pastDeadlineMs
  }

  function movesOfWrite(process: string, write: StoreWrite, { resolve, reject }: End<boolean>): readonly Move[] {
    const go = (): unknown => pair.store.compareAndSet(...write).then(resolve)
    const [{ kind }] = write
    if (kind === 'decoy') return [{ name: `${process} writes a decoy`, reader: process, go }]
    if (!pair.expects(write)) return [{ name: `${process} loses its race`, reader: process, go }]
    const written: Move = { name: `${process} writes`, go }
    const faulty = (name: string, effect: () => unknown): Move => ({
      name: `${process} ${name}, and its answer is lost`,
      go() {
        left.faults -= 1
        effect()
        passDeadline()
        reject(gone)
      },
    })
    if (left.faults === 0) return [written]
    return [
      written,
      faulty('writes what is shown and not kept', () => pair.show(...write)),
      faulty('writes late', () => late.push({ process, write })),
    ]
  }

  function movesOfStore(isDone: boolean): readonly Move[] {
    const arriving = late.filter(({ write }) => pair.expects(write))
    const arrivals = arriving.map((delayed) => ({
      name: `the late write of ${delayed.process} arrives`,
      go: () => late.splice(late.indexOf(delayed), 1) && pair.store.compareAndSet(...delayed.write),
    }))
    const failover: Move = {
      name: 'failover',
      go() {
        left.failovers -= 1
        pair.failover()
      },
    }
    const end: Move = { name: 'the late write never arrives', go: () => late.splice(0) }
    const isFailing = left.failovers > 0 && pair.hasUnkept()
    return [...(isDone && arriving.length > 0 ? [end] : []), ...arrivals, ...(isFailing ? [failover] : [])]
  }

  function possibleMoves(isDone: boolean): readonly Move[] {
    const ofCalls = [...calls].flatMap((call) => call.moves().filter((move) => !isTriedElsewhere(call, move)))
    const moves = [...ofCalls, ...movesOfStore(isDone)]
    return moves.length > 0 ? moves : [...calls].flatMap((call) => call.moves())
  }

  return {
    story,
    timer: {
      now: () => nowMs,
      within: async (_, work) => work(),
      wait: async () => undefined,
    },
    begin: (process) => turn(({ resolve }) => [{ name: `${process} begins`, reader: process, go: resolve }]),
    connect: (process) => ({
      ...pair.store,
      read: (keys) =>
        turn(({ resolve }) => [
          { name: `${process} reads`, reader: process, go: () => pair.store.read(keys).then(resolve) },
        ]),
      compareAndSet: (...write) => turn((end) => movesOfWrite(process, write, end)),
    }),
    async finish(work) {
      let isDone = false
      const done = work.finally(() => {
        isDone = true
      })
      done.catch(() => undefined)
      for (;;) {
        await setImmediate()
        const moves = possibleMoves(isDone)
        const move = moves[moves.length > 1 ? choose(moves.length) : 0]
        if (!move) break
        story.push(move.name)
        made += 1
        lastReader = move.reader
        move.go()
      }
      await done
    },
  }
}

interface End<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: Error) => void
}
