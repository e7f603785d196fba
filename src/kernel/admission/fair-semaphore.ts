import { BusyError } from '../../errors.js'

/** How much goes through a gate. */
export interface GateOptions {
  readonly inFlight: number
  /** Places that one party may hold. @defaultValue all */
  readonly mostOfOne?: number | undefined
  readonly concurrency: number
  readonly queue: number
}

/** One attempt in flight. */
export interface Place {
  /** Runs the work when its turn comes. Rejects with {@link BusyError} when it has to give way before that. */
  hash<T>(work: () => Promise<T>): Promise<T>
  /** Gives the place back and withdraws what still waits; what runs, runs on. Calling it again does nothing. */
  leave(): void
}

/** Everyone behind one key. */
interface Party {
  readonly key: string
  places: number
  readonly waiting: Waiting[]
}

/** A hash whose turn has not come. */
interface Waiting {
  readonly place: { leave(): void }
  readonly start: () => void
  readonly refuse: (reason: BusyError) => void
}

const retryAfterInSeconds = 2

/**
 * So many places, not all of them for one party, so many works at once, a bounded queue behind them. Parties are served in rotation. When the gate is
 * full, whoever holds most places gives way with the newest of what they have waiting, if they hold more than the
 * newcomer does with its new place: so two of the same weight never push each other out in turns.
 */
export class Gate {
  readonly #options: GateOptions
  readonly #parties = new Map<string, Party>()
  /** The parties with something waiting, next one first. */
  readonly #rotation = new Set<Party>()
  #inFlight = 0
  #running = 0
  #waiting = 0

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** @throws {@link BusyError} */
  enter(key: string): Place {
    const weight = (this.#parties.get(key)?.places ?? 0) + 1
    // Whatever they wait for, a slow directory or one person's turn: the rest stays for everybody else.
    if (weight > (this.#options.mostOfOne ?? this.#options.inFlight)) throw busy()
    if (this.#inFlight >= this.#options.inFlight && !this.#makeRoom(weight)) throw busy()
    const party = this.#parties.get(key) ?? { key, places: 0, waiting: [] }
    this.#parties.set(key, party)
    party.places++
    this.#inFlight++
    return this.#place(party)
  }

  #place(party: Party): Place {
    let isHeld = true
    const place: Place = {
      hash: async (work) => {
        if (!isHeld) throw busy()
        await this.#turn(party, place)
        return this.#run(work)
      },
      leave: () => {
        if (!isHeld) return
        isHeld = false
        this.#withdraw(party, place)
        this.#inFlight--
        if (--party.places === 0) this.#parties.delete(party.key)
      },
    }
    return place
  }

  /** Resolves once one of the slots is this work's own. */
  async #turn(party: Party, place: Place): Promise<void> {
    if (this.#running < this.#options.concurrency) {
      this.#running++
      return
    }
    if (this.#waiting >= this.#options.queue && !this.#makeRoom(party.places)) throw busy()
    await new Promise<void>((start, refuse) => {
      party.waiting.push({ place, start, refuse })
      this.#rotation.add(party)
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
    const [party] = this.#rotation
    const next = party?.waiting.shift()
    if (!party || !next) return
    this.#rotation.delete(party)
    if (party.waiting.length > 0) this.#rotation.add(party)
    this.#waiting--
    this.#running++
    next.start()
  }

  /** @returns whether somebody gave way. */
  #makeRoom(weight: number): boolean {
    let heaviest: Party | undefined
    for (const party of this.#rotation) {
      if (party.places > (heaviest?.places ?? weight)) heaviest = party
    }
    heaviest?.waiting.at(-1)?.place.leave()
    return heaviest !== undefined
  }

  #withdraw(party: Party, place: Place): void {
    for (const waiting of party.waiting.filter((entry) => entry.place === place)) {
      party.waiting.splice(party.waiting.indexOf(waiting), 1)
      this.#waiting--
      waiting.refuse(busy())
    }
    if (party.waiting.length === 0) this.#rotation.delete(party)
  }
}

function busy(): BusyError {
  return new BusyError(retryAfterInSeconds)
}
