import { afterEach, describe, expect, it, vi } from 'vitest'
import { toBase64Url } from '../src/crypto/encoding.js'
import { DeadlineError, defaultHashConcurrency, systemClock, systemRandomBytes, systemTimer } from '../src/system.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

describe('systemClock', () => {
  it('returns whole milliseconds since the Unix epoch', () => {
    vi.useFakeTimers({ now: 1_790_000_000_123 })
    expect(systemClock()).toBe(1_790_000_000_123)
  })
})

describe('systemRandomBytes', () => {
  it.each([0, 1, 16, 40, 128, 129, 4096, 65_536, 65_537, 200_000])('returns exactly %i bytes', (length) => {
    expect(systemRandomBytes(length)).toHaveLength(length)
  })

  it('fills every part of a request that takes several calls of Web Crypto', () => {
    const bytes = systemRandomBytes(200_000)
    const parts = Array.from({ length: 2_000 }, (_, at) => toBase64Url(bytes.subarray(at * 100, at * 100 + 16)))
    expect(new Set(parts).size).toBe(2_000)
  })

  it('never returns the same bytes twice', () => {
    const drawn = Array.from({ length: 10_000 }, (_, at) =>
      toBase64Url(systemRandomBytes(12 + (at % 30)).subarray(0, 12)),
    )
    expect(new Set(drawn).size).toBe(10_000)
  })

  it('shares no memory between results, nor with later results', () => {
    const first = systemRandomBytes(16)
    const second = systemRandomBytes(16)
    const copy = toBase64Url(second)
    new Uint8Array(first.buffer).fill(0)
    expect(toBase64Url(second)).toBe(copy)
    expect(first.buffer.byteLength).toBe(16)
  })

  it('draws no byte ahead, so that the copies of a cloned machine draw different codes', () => {
    const drawn = vi.spyOn(crypto, 'getRandomValues')
    for (const length of [16, 40, 1, 200]) systemRandomBytes(length)
    expect(drawn.mock.calls.map(([bytes]) => bytes?.byteLength)).toEqual([16, 40, 1, 200])
  })

  it('GEN-1 throws at every call while the runtime has no entropy', () => {
    vi.spyOn(crypto, 'getRandomValues').mockImplementation(() => {
      throw new Error('no entropy')
    })
    for (const length of [1, 16, 1000]) expect(() => systemRandomBytes(length)).toThrow('no entropy')
  })
})

describe('systemTimer', () => {
  it('never steps back with the wall clock', () => {
    const before = systemTimer.now()
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(systemTimer.now()).toBeGreaterThanOrEqual(before)
  })

  it('waits for the given time', async () => {
    vi.useFakeTimers()
    let isOver = false
    const waiting = systemTimer.wait(50).then(() => {
      isOver = true
    })
    await vi.advanceTimersByTimeAsync(49)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(isOver).toBe(true)
    await waiting
  })

  it('returns what the work returns in time, and leaves no timer', async () => {
    vi.useFakeTimers()
    await expect(systemTimer.within(50, () => 7)).resolves.toBe(7)
    await expect(systemTimer.within(50, async () => 8)).resolves.toBe(8)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('throws what the work throws, at once or later, and leaves no timer', async () => {
    vi.useFakeTimers()
    const throwing = () => {
      throw new Error('at once')
    }
    await expect(systemTimer.within(50, throwing)).rejects.toThrow('at once')
    await expect(systemTimer.within(50, () => Promise.reject(new Error('later')))).rejects.toThrow('later')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('gives up on hanging work exactly at the deadline, and leaves no timer', async () => {
    vi.useFakeTimers()
    let reason: unknown
    const hanging = systemTimer
      .within(50, () => new Promise(() => undefined))
      .catch((error: unknown) => {
        reason = error
      })
    await vi.advanceTimersByTimeAsync(49)
    expect(reason).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(reason).toBeInstanceOf(DeadlineError)
    expect(vi.getTimerCount()).toBe(0)
    await hanging
  })

  it('leaves no unhandled rejection behind when the work fails after its deadline', async () => {
    vi.useFakeTimers()
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    const late = systemTimer.within(10, () => systemTimer.wait(20).then(() => Promise.reject(new Error('late'))))
    const refused = expect(late).rejects.toThrow(DeadlineError)
    await vi.advanceTimersByTimeAsync(30)
    await refused
    vi.useRealTimers()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('does not fire at once for times longer than a timer of the runtime can hold', async () => {
    vi.useFakeTimers()
    let isOver = false
    systemTimer
      .within(2 ** 40, () => new Promise(() => undefined))
      .catch(() => {
        isOver = true
      })
    await vi.advanceTimersByTimeAsync(1000)
    expect(isOver).toBe(false)
  })
})

describe('defaultHashConcurrency', () => {
  it.each([
    [1, undefined, 1],
    [2, undefined, 2],
    [8, undefined, 2],
    [8, '16', 8],
    [8, '6', 4],
    [8, '2', 1],
    [8, 'many', 2],
    [8, '0', 2],
  ])('with %i cores and a pool of %s is %i', (cores, pool, expected) => {
    vi.stubEnv('UV_THREADPOOL_SIZE', pool)
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ availableParallelism: () => cores })
    expect(defaultHashConcurrency()).toBe(expected)
  })

  it('assumes a pool of 4 where the runtime does not allow reading the environment', () => {
    vi.stubGlobal('process', {
      getBuiltinModule: () => ({ availableParallelism: () => 8 }),
      get env() {
        throw new Error('Requires env access')
      },
    })
    const answer = defaultHashConcurrency()
    vi.unstubAllGlobals()
    expect(answer).toBe(2)
  })

  it('is 2 where the runtime is not Node', () => {
    vi.stubGlobal('process', undefined)
    const answer = defaultHashConcurrency()
    vi.unstubAllGlobals()
    expect(answer).toBe(2)
  })
})
