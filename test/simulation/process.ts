import type { TapOptions } from '../../src/api/options.js'
import type { Tap } from '../../src/api/tap.js'
import { createTap } from '../../src/create-tap.js'
import type { Store } from '../../src/ports/store.js'
import type { Requests } from '../../src/requests/api.js'
import { createRequests } from '../../src/requests/create-requests.js'
import type { Environment } from './environment.js'
import { provers } from './organisation.js'
import type { CallPort, Outcome } from './port-call.js'
import { lost } from './port-call.js'
import type { StoreRequest } from './store-trace.js'
import { Stream } from './stream.js'
import { timerOf } from './virtual-time.js'

/** One process of the host: the real library on simulated ports. */
export class SimulatedProcess {
  readonly name: string
  readonly tap: Tap
  readonly requests: Requests
  isAlive = true
  /** Calls that have no answer yet. */
  callsInFlight = 0
  /** Calls ever made, so that a call can tell whether it was alone. */
  callsMade = 0
  writesAcknowledged = 0
  readonly #environment: Environment
  readonly #latency: Stream
  readonly #counts = new Map<string, number>()

  constructor(name: string, environment: Environment) {
    this.name = name
    this.#environment = environment
    this.#latency = new Stream(environment.seed, `latency ${name}`)
    this.tap = createTap(this.#options(new Stream(environment.seed, `bytes ${name}`)))
    const notifyReviewer = () => this.call('notifier.notifyReviewer', () => undefined)
    this.requests = createRequests(this.tap, { provers: provers(this.call), notifyReviewer })
  }

  die(): void {
    if (!this.isAlive) return
    this.isAlive = false
    this.#environment.tell(`${this.name} dies`)
    this.#environment.onDeath(this.name)
  }

  /** Calls a port that does its work at once when the request arrives. */
  readonly call: CallPort = (port, work) => this.#request(port, (answer) => answer({ value: work() }))

  #options(bytes: Stream): TapOptions {
    const { directory, keys, policy, clock, onEvent, onNotice, onDelivery, time } = this.#environment
    return {
      store: this.#store(),
      directory: { findUser: ({ user }) => this.call('directory.findUser', () => directory.get(user)) },
      keys: () => this.call('keys.get', () => keys()),
      policy,
      events: (event) => this.call('events.tell', () => onEvent(event)),
      notifier: (notice) => this.call('notifier.notify', () => onNotice(notice)),
      deliverer: (delivery) => this.call('deliverer.deliver', () => onDelivery(delivery)),
      clock: () => this.#at('clock.now', () => clock(this.name)),
      randomBytes: (length) => this.#at('randomBytes.draw', () => bytes.bytes(length)),
      timer: timerOf(time, () => this.isAlive),
    }
  }

  #store(): Store {
    const { database } = this.#environment
    return {
      read: (keys) => {
        const request = { method: 'read', keys } as const
        return this.#ask(request, (answer) => answer({ value: keys.map((key) => database.model.read(key)) }))
      },
      scan: (page) => this.#ask({ method: 'scan', page }, (answer) => answer({ value: database.model.scan(page) })),
      sweep: (batch) =>
        this.#ask({ method: 'sweep', ...batch }, (answer) => database.write(() => database.model.sweep(batch), answer)),
      compareAndSet: async (key, expected, next) => {
        const isWritten = await this.#ask<boolean>({ method: 'compareAndSet', key, expected, next }, (answer) =>
          database.write(() => database.model.compareAndSet(key, expected, next), answer),
        )
        if (isWritten) this.writesAcknowledged += 1
        return isWritten
      },
    }
  }

  #ask<Value>(request: StoreRequest, serve: (answer: (outcome: Outcome<Value>) => void) => void): Promise<Value> {
    return this.#request(`store.${request.method}`, serve, request)
  }

  /** Calls a port that answers at once. */
  #at<Value>(port: string, work: () => Value): Value {
    const fault = this.#faultOf(port)
    if (fault === 'lostBefore') throw lost.error
    if (fault === 'diesBefore') this.die()
    return work()
  }

  #request<Value>(
    port: string,
    serve: (answer: (outcome: Outcome<Value>) => void) => void,
    request?: StoreRequest,
  ): Promise<Value> {
    const { time, database, storeTrace, seconds } = this.#environment
    const fault = this.#faultOf(port)
    const call = request && storeTrace.send(this.name, request, fault)
    const [there, back] = [this.#networkMs(), this.#networkMs()]
    return new Promise((resolve, reject) => {
      const reply = (ms: number, outcome: Outcome<Value>): void => {
        time.after(ms, () => {
          if (!this.isAlive) return
          if (call) storeTrace.add({ what: 'answered', call, outcome })
          if ('value' in outcome) resolve(outcome.value)
          else reject(outcome.error)
        })
      }
      const arrive = (ms: number, answer: (outcome: Outcome<Value>) => void): void => {
        const { epoch } = database.model
        const isStore = port.startsWith('store.')
        time.after(ms, () => {
          if (isStore && database.model.epoch !== epoch) return answer(lost)
          if (call) storeTrace.add({ what: 'served', call })
          serve(answer)
        })
      }
      if (!this.isAlive || fault === 'hangsBefore') return
      if (fault === 'diesBefore') return this.die()
      if (fault === 'lostBefore') return reply(there, lost)
      if (fault === 'late') {
        reply(there, lost)
        return arrive(seconds(), () => undefined)
      }
      if (fault === 'unkept') time.after(there, () => database.stall())
      arrive(there, (outcome) => {
        if (fault === 'diesAfter') this.die()
        else if (fault === 'lostAfter') reply(back, lost)
        else if (fault === 'lostAfterLong') reply(seconds(), lost)
        else if (fault === 'denied') reply(back, { value: false as Value })
        else if (fault === 'slow') reply(seconds(), outcome)
        else if (fault !== 'hangsAfter') reply(back, outcome)
      })
    })
  }

  #faultOf(port: string): ReturnType<Environment['faults']['at']> {
    const count = (this.#counts.get(port) ?? 0) + 1
    this.#counts.set(port, count)
    const fault = this.isAlive ? this.#environment.faults.at(this.name, port, count) : undefined
    this.#environment.record(this.name, port, count)
    if (fault) this.#environment.tell(`${this.name} ${port} #${count}: ${fault}`)
    return fault
  }

  /** Mostly a few milliseconds. */
  #networkMs(): number {
    return 0.2 + this.#latency.fraction() * this.#latency.fraction() * 8
  }
}
