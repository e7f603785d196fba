import type { StoreKey } from '../../../src/ports/store.js'
import type { StoreCall, StoreRequest } from '../store-trace.js'
import type { Trace } from './draw-trace.js'
import { ImpossibleAnswer } from './judge.js'
import { RealRequests } from './real-request.js'
import type { RealCall, RealDatabase } from './real-system.js'
import { RealSystem } from './real-system.js'
import type { FaultOnTheWire } from './wire-faults.js'
import { faultsOnTheWire } from './wire-faults.js'

/** What a replay did. All its answers were possible. */
export type Replayed = RealSystem['counts'] & {
  /** How many writes had the same answer as in the simulation. Those without an answer count in neither. */
  readonly agreed: number
  readonly disagreed: number
}

/** The library gives a call up after so long, and what hangs ends. */
const givenUpMs = 5_000

/**
 * Replays a trace on a real server. A call starts when the simulated database served it, and the replay waits for its
 * answer where the simulated process received it. So calls overlap as they did in the simulation, and concurrent ones may come
 * in another order.
 *
 * @throws {@link ImpossibleAnswer} with the trace and the event.
 */
export async function replayTrace(trace: Trace, database: RealDatabase): Promise<Replayed> {
  const replay = new Replay(database)
  let at = 0
  try {
    for (const event of trace.events) {
      await replay.step(event)
      at += 1
    }
    await replay.end()
  } catch (error) {
    if (!(error instanceof ImpossibleAnswer)) throw error
    throw new ImpossibleAnswer(
      `${trace.profile} ${trace.seed}, event ${at}, ${database.address.driver}: ${error.message}`,
    )
  } finally {
    await replay.system.close()
  }
  return { ...replay.system.counts, agreed: replay.agreed, disagreed: replay.disagreed }
}

class Replay {
  readonly system: RealSystem
  agreed = 0
  disagreed = 0
  readonly #requests = new RealRequests(Date.now())
  readonly #calls = new Map<number, RealCall>()
  readonly #hanging: { readonly untilMs: number; readonly call: RealCall }[] = []
  readonly #keys = new Map<string, StoreKey>()

  constructor(database: RealDatabase) {
    this.system = new RealSystem(database, this.#requests.pastMs)
  }

  async step(event: Trace['events'][number]): Promise<void> {
    while (this.#hanging[0] && this.#hanging[0].untilMs <= event.atMs) {
      const { process, placed } = this.#hanging.shift()?.call ?? {}
      if (process && placed) await process.release(placed)
    }
    switch (event.what) {
      case 'stalled':
        this.system.stall()
        break
      case 'failedOver':
        await this.system.failOver()
        break
      case 'died':
        await this.system.die(event.process)
        break
      case 'answered':
        await this.#receive(event.call, 'value' in event.outcome ? event.outcome.value : undefined)
        break
      default:
        await this.#follow(event.call, event.what === 'sent', event.atMs)
    }
    this.system.check()
  }

  /** Once everything has settled, every key and every list must show what is possible. */
  async end(): Promise<void> {
    await this.system.calmDown()
    const keys = [...this.#keys.values()]
    const kinds = new Set(keys.map(({ kind }) => kind))
    const look: readonly StoreRequest[] = [
      { method: 'read', keys },
      ...[...kinds].map((kind) => ({ method: 'scan', page: { kind, limit: 2 } }) as const),
    ]
    const sweep: StoreRequest = { method: 'sweep', nowMs: Date.now(), limit: 1_000 }
    for (const request of [...look, sweep, ...look]) {
      const call = await this.system.begin('last look', request)
      await call?.answering
      this.system.check()
    }
  }

  /** Starts the call, or lets a late one arrive. */
  async #follow(call: StoreCall, isSent: boolean, atMs: number): Promise<void> {
    if (call.fault === 'diesBefore') return
    const fault = this.#faultOf(call)
    if (isSent === (fault?.isSentFirst === true)) return this.#start(call, fault, atMs)
    const late = isSent ? undefined : this.#calls.get(call.id)
    if (!late?.placed || fault?.ends !== 'whenServed') return
    await this.system.settled(Promise.race([late.placed.over, late.answering]))
    await this.system.settled(late.process.release(late.placed))
  }

  async #start(call: StoreCall, fault: FaultOnTheWire | undefined, atMs: number): Promise<void> {
    const request = this.#requests.of(call.process, call.request)
    for (const key of keysOf(request)) this.#keys.set(JSON.stringify(key), key)
    const started = await this.system.begin(call.process, request, fault)
    if (!started) return
    this.#calls.set(call.id, started)
    if (fault?.ends === 'whenGivenUp') this.#hanging.push({ untilMs: atMs + givenUpMs, call: started })
  }

  async #receive(call: StoreCall, simulated: unknown): Promise<void> {
    const started = this.#calls.get(call.id)
    if (!started) return
    const { process, placed, request, answering } = started
    if (placed?.ends === 'whenAnswered') {
      await this.system.settled(placed.over)
      await process.release(placed)
    }
    await process.unblock()
    const answer = await this.system.settled(answering)
    this.#requests.note(call.process, request, simulated, answer)
    if (!('isWritten' in answer) || typeof simulated !== 'boolean') return
    if (answer.isWritten === simulated) this.agreed += 1
    else this.disagreed += 1
  }

  #faultOf({ fault }: StoreCall): FaultOnTheWire | undefined {
    if (fault === undefined || fault === 'diesBefore') return undefined
    return fault === 'unkept' && this.system.hasStandby ? undefined : faultsOnTheWire[fault]
  }
}

function keysOf(request: StoreRequest): readonly StoreKey[] {
  if (request.method === 'read') return request.keys
  return request.method === 'compareAndSet' ? [request.key] : []
}
