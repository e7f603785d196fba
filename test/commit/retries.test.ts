import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'
import { StoreError } from '../../src/ports/store-error.js'
import { wrongCode } from '../support/codes.js'
import { many, once } from '../support/signed-in.js'
import { alteredStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

// Timers run ahead, so that no pause takes time.
beforeEach(() => void vi.useFakeTimers().setTimerTickMode('nextTimerAsync'))
afterEach(() => void vi.useRealTimers())

const refused = (outcome: 'notWritten' | 'contended') => async (): Promise<never> => {
  throw new StoreError(outcome, new Error('The server says so'))
}
const away = async (): Promise<never> => {
  throw new Error('The connection is gone')
}

/** What a sign-in meets, and how it ends. */
interface Ended {
  readonly calls: readonly string[]
  readonly afterMs: number
  readonly answer: unknown
}

describe('a store that fails', () => {
  it.each(['right', 'wrong', 'unknown'])('ends a sign-in at once if nothing was written (%s)', async (typed) => {
    const { end } = await worldWithStore({ compareAndSet: refused('notWritten') })
    const { calls, afterMs, answer } = await end(typed)
    expect(answer).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store', operation: 'compareAndSet' })
    expect([calls, afterMs]).toEqual([['read', 'write'], 0])
  })

  it.each(['right', 'wrong', 'unknown'])('is asked at most 24 times in five seconds (%s)', async (typed) => {
    const { end } = await worldWithStore({ compareAndSet: away })
    const { calls, afterMs, answer } = await end(typed)
    expect(answer).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store', operation: 'compareAndSet' })
    expect(afterMs).toBeGreaterThanOrEqual(4_999)
    expect(afterMs).toBeLessThan(5_010)
    expect(calls.filter((call) => call === 'write').length).toBeGreaterThanOrEqual(8)
    expect(calls.length).toBeLessThanOrEqual(24)
  })

  it('is asked at most 2,500 times by a hundred sign-ins', async () => {
    const { calls, world } = await worldWithStore({ compareAndSet: away })
    const names = Array.from({ length: 100 }, (_, index) => `name ${index}`)
    const attempts = names.map((user) => world.enter(wrongCode(), user).catch(({ code }) => code))
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(['TAP_PORT_FAILED']))
    expect(calls.length).toBeLessThanOrEqual(2_500)
  })

  it('gets longer pauses with every failure, from 20 ms to a second', async () => {
    const times: number[] = []
    const { end } = await worldWithStore({
      compareAndSet: async () => {
        times.push(performance.now())
        return away()
      },
    })
    await end('right')
    const pauses = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0))
    for (const [index, pause] of pauses.entries()) {
      const maxMs = Math.min(20 * 2 ** index, 1_000)
      expect(pause, `pause ${index}`).toBeLessThanOrEqual(maxMs)
      expect(pause, `pause ${index}`).toBeGreaterThanOrEqual(Math.floor(maxMs * 0.8) - 1)
    }
    expect(new Set(pauses.map(Math.round)).size).toBeGreaterThan(6)
  })

  it('that refuses for now is asked again within milliseconds, also for a read', async () => {
    let refusals = 20
    const now = async (): Promise<void> => {
      if (refusals-- > 0) await refused('contended')()
    }
    const { end, store, overrides } = await worldWithStore({})
    overrides.compareAndSet = async (...write) => {
      await now()
      return store.compareAndSet(...write)
    }
    overrides.read = async (keys) => {
      if (refusals < 20) await now()
      return store.read(keys)
    }
    const { answer, afterMs } = await end('right')
    expect(answer).toBe('signedIn')
    expect(afterMs).toBeLessThan(20 * 17)
  })

  it('that always refuses for now fails the call after five seconds', async () => {
    const { end } = await worldWithStore({ compareAndSet: refused('contended') })
    const { answer, afterMs } = await end('right')
    expect(answer).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store' })
    expect(afterMs).toBeGreaterThanOrEqual(5_000)
  })

  it('does not slow down the users whose documents it stores', async () => {
    const { world, store, overrides } = await worldWithStore({})
    const { temporaryAccessPass: code } = await world.issue('bob', once)
    overrides.compareAndSet = (...write) => (write[0].id === 'bob' ? store.compareAndSet(...write) : away())
    const failing = world.enter(wrongCode()).catch(({ code }: { readonly code: string }) => code)
    const startMs = performance.now()
    expect(await world.enter(code, 'bob')).toBe('signedIn')
    expect(performance.now() - startMs).toBe(0)
    expect(await failing).toBe('TAP_PORT_FAILED')
  })
})

describe('a write that nine others overtake', () => {
  it.each([
    ['is decided again if the store sends each write once', true, 'created'],
    ['leaves its call busy if a driver may have sent it twice', false, 'TAP_BUSY'],
  ])('%s', async (_, sendsOnce, ended) => {
    const world = createWorld()
    let isOvertaken = false
    const store: Store = {
      ...world.store,
      sendsOnce,
      async compareAndSet(...write) {
        if (!isOvertaken) {
          isOvertaken = true
          for (let other = 0; other < 9; other += 1) await world.issue()
        }
        return world.store.compareAndSet(...write)
      },
    }
    const creating = world.another({ store }).passes.create({ actor: admin, user: 'ada' })
    const outcome = creating.then(
      () => 'created',
      ({ code }: { readonly code: string }) => code,
    )
    expect(await outcome).toBe(ended)
  })
})

describe('eight processes at one name', () => {
  it('all sign in, with few rounds each', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', many)
    const rounds: number[] = []
    const signingIn = Array.from({ length: 8 }, async (_, index) => {
      let writes = 0
      const store: Store = {
        ...world.store,
        read: async (keys) => {
          await pause(1)
          return world.store.read(keys)
        },
        compareAndSet: async (...write) => {
          writes += 1
          await pause(1)
          return world.store.compareAndSet(...write)
        },
      }
      const { ok } = await world.another({ store }).signIn({ user: 'ada', code, source: String(index) })
      rounds.push(writes)
      return ok
    })
    expect(await Promise.all(signingIn)).toEqual(new Array(8).fill(true))
    expect(Math.max(...rounds)).toBeLessThanOrEqual(24)
  })
})

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A world with a one-time pass of Ada's, whose store then gets these methods. */
async function worldWithStore(replaced: Partial<Store>) {
  const calls: string[] = []
  const store = memoryStore()
  const overrides: { -readonly [Method in keyof Store]?: Store[Method] } = {}
  const altered = alteredStore(store, overrides)
  const world: World = createWorld({
    store: {
      ...altered,
      read: (keys) => {
        calls.push('read')
        return altered.read(keys)
      },
      compareAndSet: (...write) => {
        calls.push('write')
        return altered.compareAndSet(...write)
      },
    },
  })
  const { temporaryAccessPass } = await world.issue('ada', once)
  Object.assign(overrides, replaced)
  calls.length = 0
  async function end(typed: string): Promise<Ended> {
    const startMs = performance.now()
    const code = typed === 'right' ? temporaryAccessPass : wrongCode()
    const answer = await world.enter(code, typed === 'unknown' ? 'eve' : 'ada').catch((error: unknown) => error)
    return { calls: [...calls], afterMs: performance.now() - startMs, answer }
  }
  return { world, store, overrides, calls, end }
}
