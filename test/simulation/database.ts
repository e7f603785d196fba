import type { Outcome } from './port-call.js'
import { lost } from './port-call.js'
import { StoreModel } from './store-model.js'
import type { StoreTrace } from './store-trace.js'
import type { Stream } from './stream.js'
import type { VirtualTime } from './virtual-time.js'

/** A server and its standby in time: a write is acknowledged when the standby has it. */
export class Database {
  readonly model = new StoreModel()
  readonly #time: VirtualTime
  readonly #lag: Stream
  readonly #maxLagMs: number
  readonly #trace: StoreTrace
  readonly #tell: (text: string) => void

  constructor(
    time: VirtualTime,
    lag: Stream,
    { maxLagMs, trace, tell }: { readonly maxLagMs: number; readonly trace: StoreTrace; tell(text: string): void },
  ) {
    this.#time = time
    this.#lag = lag
    this.#maxLagMs = maxLagMs
    this.#trace = trace
    this.#tell = tell
  }

  write<Value>(work: () => Value, answer: (outcome: Outcome<Value>) => void): void {
    const { epoch } = this.model
    const value = work()
    if (value === false) {
      answer({ value })
      return
    }
    const isStalled = this.model.isStalled
    const lagMs = (isStalled ? 20 : 0) + this.#lag.fraction() * this.#maxLagMs
    const acknowledge = (): void => {
      const isKept = !isStalled && !this.model.isStalled && this.model.epoch === epoch
      if (isKept) this.model.keep()
      answer(isKept ? { value } : lost)
    }
    if (lagMs === 0) acknowledge()
    else this.#time.after(lagMs, acknowledge)
  }

  /** The standby stops. A failover follows within milliseconds or seconds. */
  stall(): void {
    if (this.model.isStalled) return
    const { epoch } = this.model
    this.model.isStalled = true
    this.#trace.add({ what: 'stalled' })
    this.#tell('the standby stalls: writes are shown and not kept')
    const failoverMs = this.#lag.pick([5, 500, 12_000, 12_000]) * (0.5 + this.#lag.fraction())
    this.#time.after(failoverMs, () => this.model.epoch === epoch && this.#failover())
  }

  /** A stalled standby takes over. */
  heal(): void {
    if (this.model.isStalled) this.#failover()
  }

  /** The worst moment for a failover is just after a caller was told that something is so. */
  answered(): void {
    if (this.model.isStalled && this.#lag.chance(0.5)) this.#failover()
  }

  #failover(): void {
    this.#tell('failover: the standby takes over')
    this.#trace.add({ what: 'failedOver' })
    this.model.failover()
  }
}
