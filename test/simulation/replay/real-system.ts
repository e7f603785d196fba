import type { PostgresPair } from '../../local-servers/postgres-pair.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import { until } from '../../support/time-limits.js'
import type { StoreRequest } from '../store-trace.js'
import { askStore } from './ask-store.js'
import type { OpenCall, RealAnswer } from './judge.js'
import { Judge } from './judge.js'
import type { OpenStore, PlacedOnTheWire } from './real-process.js'
import { RealProcess } from './real-process.js'
import { Versions } from './versions.js'
import type { FaultOnTheWire } from './wire-faults.js'

/** Empty storage on a real server. */
export interface RealDatabase {
  readonly address: StoreAddress
  readonly port: number
  /** The standby that can take over, once. Default: a failover only ends all connections. */
  readonly pair?: PostgresPair | undefined
  readonly openStore: OpenStore
}

/** A call on the real server. */
export interface RealCall {
  readonly process: RealProcess
  readonly request: StoreRequest
  readonly placed: PlacedOnTheWire | undefined
  readonly answering: Promise<RealAnswer>
}

/** The processes of a replay, the server, and the judge of its answers. */
export class RealSystem {
  readonly counts = { calls: 0, written: 0, refused: 0, failed: 0, struck: 0, failovers: 0 }
  readonly #database: RealDatabase
  readonly #judge: Judge
  readonly #processes = new Map<string, RealProcess>()
  readonly #dead = new Set<string>()
  readonly #open = new Set<RealCall>()
  #pair: PostgresPair | undefined
  #port: number
  #isStalled = false
  #impossible: unknown

  constructor(database: RealDatabase, pastMs: number) {
    this.#database = database
    this.#pair = database.pair
    this.#port = database.port
    this.#judge = new Judge(new Versions(pastMs))
  }

  /** Whether a standby can still take over. */
  get hasStandby(): boolean {
    return this.#pair !== undefined
  }

  /** Begins a call. Returns `undefined` if the process is dead. */
  async begin(name: string, request: StoreRequest, fault?: FaultOnTheWire): Promise<RealCall | undefined> {
    if (this.#dead.has(name)) return undefined
    const process = await this.#process(name)
    const placed = fault && (await this.settled(process.place(fault, request)))
    const [open, losses] = [this.#judge.begin(request), process.losses]
    const answering = askStore(process.store, request).then((answer) => {
      this.#end(open, answer, process.losses !== losses)
      this.#open.delete(call)
      // It has struck no chunk, or that of another call, which would wait for ever.
      if (placed && placed.ends !== 'whenServed') void process.release(placed)
      return answer
    })
    const call: RealCall = { process, request, placed, answering }
    this.#open.add(call)
    return call
  }

  /** Waits, and lets writes that the standby cannot receive lose their answers. */
  async settled<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false
    const settling = promise.finally(() => {
      isSettled = true
    })
    if (this.#isStalled) {
      settling.catch(() => undefined)
      await until(async () => {
        if (!isSettled) await this.#pair?.showUnacknowledged()
        return isSettled
      }, 1)
    }
    return settling
  }

  /** @throws the judge's error, if an answer was impossible. */
  check(): void {
    if (this.#impossible !== undefined) throw this.#impossible
  }

  stall(): void {
    if (!this.#pair) return
    this.#isStalled = true
    this.#judge.isolate()
    this.#pair.isolateStandby()
  }

  /** The standby takes over, or every connection ends. */
  async failOver(): Promise<void> {
    const alive = [...this.#processes.values()]
    if (!this.#pair || !this.#isStalled) {
      for (const process of alive) process.cut()
      for (const process of alive) process.restore()
      return
    }
    for (const process of alive) {
      await process.releaseAll()
      process.cut()
    }
    await Promise.all([...this.#open].map(({ answering }) => answering))
    await this.#pair.killPrimary()
    await this.#pair.promote()
    this.#judge.failOver()
    this.#port = this.#pair.standbyPort
    for (const process of alive) process.restore(this.#port)
    this.#pair = undefined
    this.#isStalled = false
    this.counts.failovers += 1
  }

  async die(name: string): Promise<void> {
    this.#dead.add(name)
    const process = this.#processes.get(name)
    if (!process) return
    const dying = [...this.#open].filter((call) => call.process === process && call.placed)
    await this.settled(Promise.all(dying.map(({ placed }) => placed?.over)))
    process.die()
  }

  /** Ends everything that hangs, sends everything that is late, and waits for every call. */
  async calmDown(): Promise<void> {
    for (const process of this.#processes.values()) await this.settled(process.releaseEverything())
    await this.settled(Promise.all([...this.#open].map(({ answering }) => answering)))
    if (this.#isStalled) await this.failOver()
    this.check()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((process) => process.close()))
  }

  #end(open: OpenCall, answer: RealAnswer, hasLost: boolean): void {
    this.counts.calls += 1
    if ('error' in answer) this.counts.failed += 1
    if ('isWritten' in answer) this.counts[answer.isWritten ? 'written' : 'refused'] += 1
    try {
      // ioredis sends a request again after it has lost its connection. No other driver does.
      this.#judge.end(open, answer, hasLost && this.#database.address.driver === 'ioredis')
    } catch (error) {
      this.#impossible ??= error
    }
  }

  async #process(name: string): Promise<RealProcess> {
    const known = this.#processes.get(name)
    if (known) return known
    const { address, openStore } = this.#database
    const process = await RealProcess.open(address, this.#port, openStore, () => {
      this.counts.struck += 1
    })
    this.#processes.set(name, process)
    return process
  }
}
