import type { Clock } from './ports/clock.js'
import type { RandomBytes } from './ports/random-bytes.js'

export interface Timer {
  /** Returns milliseconds of a clock that never steps back. */
  now(): number
  wait(ms: number): Promise<void>
  /**
   * Settles as the work does, or rejects with a {@link DeadlineError} after `ms`. The work itself is not stopped. No timer
   * is left behind.
   */
  within<T>(ms: number, work: () => Promise<T> | T): Promise<T>
}

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  constructor(ms: number) {
    super(`The call took longer than ${ms} ms`)
  }
}

export const systemClock: Clock = () => Date.now()

const maxBytesPerCall = 65_536
const maxBytesFromPool = 128
const pool: Uint8Array<ArrayBuffer> = new Uint8Array(4096)
let usedOfPool: number = pool.length

/**
 * Web Crypto, which returns at most 65,536 bytes a call. Throws where the runtime has none.
 *
 * A call costs more than its bytes, so small draws share one call. Drawn bytes are wiped from the pool.
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

// `setTimeout` fires at once for longer times.
const maxTimerMs = 2 ** 31 - 1

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
