import type { Tap } from '../../../src/api/tap.js'
import { isTapError } from '../../../src/errors.js'
import type { VirtualTime } from '../virtual-time.js'

/** How the host applications treat a sign-in that has no answer, or is refused as busy. */
export interface Patience {
  /** A caller gives up after this time. The library is not told. */
  readonly timeoutMs: number
  /** How often the caller tries again. */
  readonly retries: number
  /** The pause before a new try after a time-out. After a refusal the pause is the one that the error names. */
  readonly pauseMs: number
}

/** What the callers have seen. */
export interface Seen {
  /** When users were told that they are signed in, in milliseconds. Each user of the load counts once. */
  readonly signedInAtMs: number[]
  tries: number
  timeouts: number
  busy: number
  /** Failures other than a busy error that says when to try again. */
  readonly others: string[]
  inFlight: number
  maxInFlight: number
  /** The longest time that the library took to answer, for calls that were given up as well. */
  longestMs: number
}

export interface Caller {
  readonly user: string
  readonly code: string
}

/** Host applications that pass on sign-ins with right codes. */
export class Hosts {
  readonly seen: Seen = {
    signedInAtMs: [],
    tries: 0,
    timeouts: 0,
    busy: 0,
    others: [],
    inFlight: 0,
    maxInFlight: 0,
    longestMs: 0,
  }
  readonly #tap: Tap
  readonly #time: VirtualTime
  readonly #patience: Patience

  constructor(tap: Tap, time: VirtualTime, patience: Patience) {
    this.#tap = tap
    this.#time = time
    this.#patience = patience
  }

  async signIn(caller: Caller): Promise<void> {
    const { retries, pauseMs } = this.#patience
    for (let left = retries; ; left -= 1) {
      const outcome = await this.#try(caller)
      if (outcome === 'signedIn') this.seen.signedInAtMs.push(this.#time.nowMs)
      if (outcome === 'signedIn' || left === 0) return
      await this.#time.wait(outcome === 'timeout' ? pauseMs : outcome.retryAfterMs)
    }
  }

  /** Returns what the caller sees. The call goes on after the caller has given up. */
  async #try({ user, code }: Caller): Promise<Outcome> {
    const { seen } = this
    seen.tries += 1
    seen.inFlight += 1
    seen.maxInFlight = Math.max(seen.maxInFlight, seen.inFlight)
    const startMs = this.#time.nowMs
    const call = this.#call(user, code).finally(() => {
      seen.inFlight -= 1
      seen.longestMs = Math.max(seen.longestMs, this.#time.nowMs - startMs)
    })
    let giveUp: () => void = () => undefined
    const timeout = new Promise<Outcome>((resolve) => {
      giveUp = this.#time.after(this.#patience.timeoutMs, () => resolve('timeout'))
    })
    const outcome = await Promise.race([call, timeout])
    giveUp()
    if (outcome === 'timeout') seen.timeouts += 1
    return outcome
  }

  async #call(user: string, code: string): Promise<Outcome> {
    try {
      const result = await this.#tap.signIn({ user, code })
      if (result.ok) return 'signedIn'
      this.seen.others.push('refused')
      return { retryAfterMs: 0 }
    } catch (error) {
      if (isTapError(error) && error.code === 'TAP_BUSY' && error.retryAfterInSeconds > 0) {
        this.seen.busy += 1
        return { retryAfterMs: error.retryAfterInSeconds * 1_000 }
      }
      this.seen.others.push(isTapError(error) ? error.code : String(error))
      return { retryAfterMs: this.#patience.pauseMs }
    }
  }
}

type Outcome = 'signedIn' | 'timeout' | { readonly retryAfterMs: number }
