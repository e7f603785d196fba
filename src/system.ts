import type { Clock } from './ports/clock.js'
import type { RandomBytes } from './ports/random-bytes.js'
import type { Timer } from './ports/timer.js'

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  constructor(ms: number) {
    super(`The call took longer than ${ms} ms`)
  }
}

export const systemClock: Clock = () => Date.now()

const maxBytesPerCall = 65_536

/**
 * Web Crypto, which returns at most 65,536 bytes a call. Throws where the runtime has none.
 *
 * Every draw is fresh. Bytes drawn ahead would be the same in every copy of a process or machine that was cloned.
 */
export const systemRandomBytes: RandomBytes = (length) => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += maxBytesPerCall) {
    crypto.getRandomValues(bytes.subarray(at, at + maxBytesPerCall))
  }
  return bytes
}

// `setTimeout` fires at once for longer times.
const maxTimerMs = 2 ** 31 - 1

/** `within` leaves no timer behind, and rejects with a {@link DeadlineError}. */
export const systemTimer: Timer = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, maxTimerMs))),
  async within(ms, work) {
    let timer: ReturnType<typeof setTimeout> | undefined
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DeadlineError(ms)), Math.min(ms, maxTimerMs))
    })
    try {
      return await Promise.race([work(), deadline])
    } finally {
      clearTimeout(timer)
    }
  },
}

/**
 * Returns how many slow hashes may run at once: one for each core. Two threads of libuv (4, or `UV_THREADPOOL_SIZE`) stay
 * free for files and DNS. 2 where the number of cores is unknown.
 */
export function defaultHashConcurrency(): number {
  const { process } = globalThis as Host
  const cores = process?.getBuiltinModule?.('node:os')?.availableParallelism?.()
  if (cores === undefined) return 2
  return Math.max(1, Math.min(cores, threads(poolSize()) - 2))
}

/** Deno throws if it may not read the environment. It has no such pool. */
function poolSize(): string | undefined {
  try {
    return (globalThis as Host).process?.env?.['UV_THREADPOOL_SIZE']
  } catch {
    return undefined
  }
}

function threads(size: string | undefined): number {
  const configured = Number.parseInt(size ?? '', 10)
  return configured > 0 ? configured : 4
}

interface Host {
  process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    getBuiltinModule?(id: string): { availableParallelism?(): number } | undefined
  }
}
