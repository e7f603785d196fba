import type { Store } from '../../../src/ports/store.js'
import { StoreModel } from '../store-model.js'
import type { VirtualTime } from '../virtual-time.js'

/** What a database can do: so many requests at a time, each in so many milliseconds. The others wait in line. */
export interface Capacity {
  readonly connections: number
  readonly requestMs: number
}

/** A database that takes time. It serves a request that waits even if nobody waits for its answer any more, as real ones do. */
export class BusyDatabase {
  /** The longest line so far. */
  maxWaiting = 0
  readonly #model = new StoreModel()
  readonly #time: VirtualTime
  readonly #requestMs: number
  readonly #line: (() => void)[] = []
  #free: number

  constructor(time: VirtualTime, { connections, requestMs }: Capacity) {
    this.#time = time
    this.#requestMs = requestMs
    this.#free = connections
  }

  store(): Store {
    const model = this.#model
    return {
      read: (keys) => this.#request(() => keys.map((key) => model.read(key))),
      scan: (page) => this.#request(() => model.scan(page)),
      sweep: (batch) => this.#request(() => model.sweep(batch)),
      compareAndSet: (key, expected, next) =>
        this.#request(() => {
          const isWritten = model.compareAndSet(key, expected, next)
          model.keep()
          return isWritten
        }),
    }
  }

  #request<Value>(work: () => Value): Promise<Value> {
    return new Promise((resolve) => {
      const serve = (): void => {
        this.#time.after(this.#requestMs, () => {
          resolve(work())
          this.#next()
        })
      }
      if (this.#free > 0) {
        this.#free -= 1
        serve()
        return
      }
      this.#line.push(serve)
      this.maxWaiting = Math.max(this.maxWaiting, this.#line.length)
    })
  }

  #next(): void {
    const serve = this.#line.shift()
    if (serve) serve()
    else this.#free += 1
  }
}
