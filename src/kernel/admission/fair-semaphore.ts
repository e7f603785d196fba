import { BusyError } from '../../errors.js'

/** How much a {@link FairSemaphore} lets through. */
export interface FairSemaphoreOptions {
  /** Permits in all. */
  readonly inFlight: number
  /** Permits of one client. Default: all. */
  readonly maxPerClient?: number | undefined
  /** Hashes at once. */
  readonly concurrency: number
  /** Hashes that wait. */
  readonly queue: number
}

/** One attempt in flight. */
export interface Permit {
  /** Runs the work when a slot is free. Rejects with {@link BusyError} when the work is evicted before that. */
  hash<T>(work: () => Promise<T>): Promise<T>
  /** Gives up the permit and withdraws work that waits. Work that runs goes on. Calling it again does nothing. */
  release(): void
}

/** All attempts under one key. */
interface Client {
  readonly key: string
  permits: number
  readonly waiting: WaitingHash[]
}

/** A hash that has no slot yet. */
interface WaitingHash {
  readonly permit: Permit
  readonly start: () => void
  readonly refuse: (reason: BusyError) => void
}

const retryAfterInSeconds = 2

/**
 * Bounds the attempts in flight, the hashes that run and the hashes that wait, and shares them fairly between clients.
 *
 * Clients are served in rotation. When it is full, the client with the most permits loses its newest waiting hash, but
 * only to a client that has fewer permits with its new one. So two clients of equal weight never evict each other.
 */
export class FairSemaphore {
  readonly #options: FairSemaphoreOptions
  readonly #clients = new Map<string, Client>()
  /** The clients with waiting hashes, the next to be served first. */
  readonly #rotation = new Set<Client>()
  #inFlight = 0
  #running = 0
  #waiting = 0

  constructor(options: FairSemaphoreOptions) {
    this.#options = options
  }

  /** @throws {@link BusyError} */
  acquire(key: string): Permit {
    const weight = (this.#clients.get(key)?.permits ?? 0) + 1
    if (weight > (this.#options.maxPerClient ?? this.#options.inFlight)) throw busy()
    if (this.#inFlight >= this.#options.inFlight && !this.#makeRoom(weight)) throw busy()
    const client = this.#clients.get(key) ?? { key, permits: 0, waiting: [] }
    this.#clients.set(key, client)
    client.permits++
    this.#inFlight++
    return this.#permitFor(client)
  }

  #permitFor(client: Client): Permit {
    let isReleased = false
    const permit: Permit = {
      hash: async (work) => {
        if (isReleased) throw busy()
        await this.#slotFor(client, permit)
        return this.#run(work)
      },
      release: () => {
        if (isReleased) return
        isReleased = true
        this.#withdraw(client, permit)
        this.#inFlight--
        if (--client.permits === 0) this.#clients.delete(client.key)
      },
    }
    return permit
  }

  async #slotFor(client: Client, permit: Permit): Promise<void> {
    if (this.#running < this.#options.concurrency) {
      this.#running++
      return
    }
    if (this.#waiting >= this.#options.queue && !this.#makeRoom(client.permits)) throw busy()
    await new Promise<void>((start, refuse) => {
      client.waiting.push({ permit, start, refuse })
      this.#rotation.add(client)
      this.#waiting++
    })
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } finally {
      this.#running--
      this.#startNext()
    }
  }

  #startNext(): void {
    const [client] = this.#rotation
    const next = client?.waiting.shift()
    if (!client || !next) return
    this.#rotation.delete(client)
    if (client.waiting.length > 0) this.#rotation.add(client)
    this.#waiting--
    this.#running++
    next.start()
  }

  /** Evicts one waiting hash of the heaviest client. Returns `false` when no client is heavier than `weight`. */
  #makeRoom(weight: number): boolean {
    let heaviest: Client | undefined
    for (const client of this.#rotation) {
      if (client.permits > (heaviest?.permits ?? weight)) heaviest = client
    }
    heaviest?.waiting.at(-1)?.permit.release()
    return heaviest !== undefined
  }

  #withdraw(client: Client, permit: Permit): void {
    for (const waiting of client.waiting.filter((entry) => entry.permit === permit)) {
      client.waiting.splice(client.waiting.indexOf(waiting), 1)
      this.#waiting--
      waiting.refuse(busy())
    }
    if (client.waiting.length === 0) this.#rotation.delete(client)
  }
}

function busy(): BusyError {
  return new BusyError(retryAfterInSeconds)
}
