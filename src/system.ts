import type { Clock } from './ports/clock.js'
import type { RandomBytes } from './ports/random-bytes.js'

/** Waits and deadlines. */
export interface Timer {
  /** Milliseconds of a clock that never steps back. */
  now(): number
  wait(ms: number): Promise<void>
  /**
   * The work's own outcome, or a {@link DeadlineError} once `ms` have passed; the work is not stopped by it. Its timer
   * is gone as soon as either is known.
   */
  within<T>(ms: number, work: () => Promise<T> | T): Promise<T>
}

/** What was awaited did not come in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  constructor(ms: number) {
    super(`No answer within ${ms} ms`)
  }
}

/** The host's clock. */
export const systemClock: Clock = () => Date.now()

const maxBytesPerCall = 65_536
const maxBytesFromPool = 128
const pool: Uint8Array<ArrayBuffer> = new Uint8Array(4096)
let usedOfPool: number = pool.length

/**
 * The host's CSPRNG (Web Crypto, which answers at most 65,536 bytes a call). Throws where there is none.
 *
 * A call costs more than the bytes, so small requests share one. What has been handed out is wiped from the pool.
 */
export const systemRandomBytes: RandomBytes = (length) => {
  if (length > maxBytesFromPool) return freshBytes(length)
  if (usedOfPool + length > pool.length) {
    crypto.getRandomValues(pool)
    usedOfPool = 0
  }
  const end = usedOfPool + length
  const bytes = pool.slice(usedOfPool, end)
  pool.fill(0, usedOfPool, end)
  usedOfPool = end
  return bytes
}

function freshBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += maxBytesPerCall) {
    crypto.getRandomValues(bytes.subarray(at, at + maxBytesPerCall))
  }
  return bytes
}

// Longer, and `setTimeout` fires at once.
const maxTimerMs = 2 ** 31 - 1

/** The host's timers. */
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
 * How many slow hashes may run at once: as many as there are cores, leaving two of libuv's threads (4 unless
 * `UV_THREADPOOL_SIZE` says otherwise) to the host's files and look-ups. 2 where neither is known.
 */
export function defaultHashConcurrency(): number {
  const { process } = globalThis as Host
  const cores = process?.getBuiltinModule?.('node:os')?.availableParallelism?.()
  if (cores === undefined) return 2
  return Math.max(1, Math.min(cores, threads(poolSize()) - 2))
}

/** Deno throws where its user has not allowed the environment to be read; it has no such pool. */
function poolSize(): string | undefined {
  try {
    return (globalThis as Host).process?.env?.['UV_THREADPOOL_SIZE']
  } catch {
    return undefined
  }
}

function threads(size: string | undefined): number {
  const asked = Number.parseInt(size ?? '', 10)
  return asked > 0 ? asked : 4
}

/** What is used of a host that may be Node. */
interface Host {
  process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    getBuiltinModule?(id: string): { availableParallelism?(): number } | undefined
  }
}
