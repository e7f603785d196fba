import type { Stream } from './stream.js'

/** How one call to a port goes wrong. */
export type FaultKind =
  /** An error, and nothing has happened. */
  | 'lostBefore'
  /** It has happened; the answer is an error. */
  | 'lostAfter'
  /** It has happened; the answer is an error after seconds. */
  | 'lostAfterLong'
  /** A write has happened; the answer is `false`, as from a driver that sent it twice. */
  | 'denied'
  /** An error at once; it happens seconds later. */
  | 'late'
  /** Nothing happens, and no answer comes. */
  | 'hangsBefore'
  /** It has happened, and no answer comes. */
  | 'hangsAfter'
  /** The answer takes seconds. */
  | 'slow'
  /** A write is shown and not kept: the standby stalls, the answer is an error, and a failover follows. */
  | 'unkept'
  /** The process dies, and nothing has happened. */
  | 'diesBefore'
  /** It has happened, and the process dies. */
  | 'diesAfter'

const everyFault: readonly FaultKind[] = [
  'lostBefore',
  'lostAfter',
  'lostAfterLong',
  'late',
  'hangsBefore',
  'hangsAfter',
  'slow',
  'diesBefore',
  'diesAfter',
]
const writeFaults: readonly FaultKind[] = [...everyFault, 'denied', 'unkept']
/** A port without an answer to wait for. */
const immediateFaults: readonly FaultKind[] = ['lostBefore', 'diesBefore']

/** Returns the faults that a port can have. */
export function faultsOf(port: string): readonly FaultKind[] {
  if (port === 'clock.now' || port === 'randomBytes.draw') return immediateFaults
  return port === 'store.compareAndSet' ? writeFaults : everyFault
}

/** One fault of one port call, such as `p1 store.compareAndSet #7`. */
export interface PlacedFault {
  readonly call: string
  readonly kind: FaultKind
}

/** Faults by chance: how often a call of each port goes wrong, in each way. */
export type FaultRates = Readonly<Record<string, Readonly<Partial<Record<FaultKind, number>>>>>

/** Decides which calls go wrong: those that are placed, and others by chance. It remembers both. */
export class FaultPlan {
  readonly struck: PlacedFault[] = []
  readonly #placed: ReadonlyMap<string, FaultKind>
  readonly #rates: FaultRates
  readonly #stream: Stream
  isOver = false

  constructor(placed: readonly PlacedFault[], rates: FaultRates, stream: Stream) {
    this.#placed = new Map(placed.map(({ call, kind }) => [call, kind]))
    this.#rates = rates
    this.#stream = stream
  }

  /** Returns what goes wrong with the `count`th call of a port by a process, if anything does. */
  at(process: string, port: string, count: number): FaultKind | undefined {
    if (this.isOver) return undefined
    const byChance = this.#byChance(port)
    if (!byChance && this.#placed.size === 0) return undefined
    const call = callName(process, port, count)
    const kind = this.#placed.get(call) ?? byChance
    if (kind) this.struck.push({ call, kind })
    return kind
  }

  #byChance(port: string): FaultKind | undefined {
    const rates = this.#rates[port]
    if (!rates) return undefined
    let left = this.#stream.fraction()
    for (const [kind, rate] of Object.entries(rates)) {
      left -= rate
      if (left < 0) return kind as FaultKind
    }
    return undefined
  }
}

/** Names one port call of a run, for example `p1 store.compareAndSet #7`. */
export function callName(process: string, port: string, count: number): string {
  return `${process} ${port} #${count}`
}
