import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { Store, StoredDocument } from '../../src/ports/store.js'
import { createBarrier } from '../support/barrier.js'
import { wrongCode } from '../support/codes.js'
import { countOf, enter, enterAll, processesOf, runs } from '../support/races.js'
import type { World } from '../support/world.js'
import { createWorld } from '../support/world.js'

afterEach(() => void vi.useRealTimers())

describe('a known failure:', () => {
  // Ory Kratos, HackerOne 3692149 and 3695625: select unused codes, then update without a condition.
  it('a code that 16 processes present at the same moment is accepted once', async () => {
    const { world, code } = await oneTime()
    const entered = await enterAll(atTheSameMoment(world, 16), new Array(16).fill(code))
    expect(countOf(entered, 'signedIn')).toBe(1)
  })

  // https://github.com/better-auth/better-auth/pull/8067: guesses slipped between read, verify and delete.
  it('a code is accepted once under all names of its user', async () => {
    const { world, code } = await oneTime()
    const names = ['ada', 'ada@example.com', 'ADA@EXAMPLE.COM', 'ada']
    const taps = atTheSameMoment(world, 8)
    const codes = [code, wrongCode(1), code, wrongCode(2), code, wrongCode(3), code, wrongCode(4)]
    const entered = await Promise.all(codes.map((typed, at) => enter(taps[at], typed, names[at % names.length])))
    expect(countOf(entered, 'signedIn')).toBe(1)
    expect(countOf(entered, 'wrongCode') + countOf(entered, 'oneTimeUsed')).toBe(7)
  })

  // https://github.com/appwrite/appwrite/pull/11694: a second read after the write decided whether the code was gone.
  it('a code is accepted once when every store call is slow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { world, code } = await oneTime()
        const taps = processesOf(world, scheduler, 3)
        const entered = await scheduler.waitFor(enterAll(taps, new Array(3).fill(code)))
        expect(countOf(entered, 'signedIn')).toBe(1)
      }),
      runs(0.3),
    )
  })

  // https://github.com/everruns/everruns/pull/2427: the result of the atomic write was ignored.
  it('a code is not accepted while the store returns false for every write', async () => {
    const { world, code } = await oneTime()
    vi.useFakeTimers()
    const tap = world.another({ store: { ...world.store, compareAndSet: async () => false } })
    const signingIn = expect(tap.signIn({ user: 'ada', code })).rejects.toMatchObject({ code: 'TAP_BUSY' })
    await vi.advanceTimersByTimeAsync(6_000)
    await signingIn
  })

  // https://github.com/prisma/prisma/issues/10086: an update reported a row that it had not changed.
  it.each(['memory', 'SQLite'])(
    'a write on %s that loses its race returns false, and changes nothing',
    async (name) => {
      const store = name === 'memory' ? memoryStore() : await sqlite()
      const key = { tenantId: 't', kind: 'user', id: 'ada' }
      const document = (revision: string): StoredDocument => ({ revision, body: '{}', seal: 'AA', retainUntilMs: null })
      expect(await store.compareAndSet(key, null, document('first'))).toBe(true)
      expect(await store.compareAndSet(key, 'other', document('second'))).toBe(false)
      expect(await store.compareAndSet(key, null, document('second'))).toBe(false)
      expect(await store.compareAndSet({ ...key, id: 'bob' }, 'first', document('second'))).toBe(false)
      expect(await store.read([key])).toEqual([document('first')])
    },
  )
})

async function oneTime(): Promise<{ world: World; code: string }> {
  const world = createWorld({ policy: { wrongCodesBeforeLockout: 100 } })
  const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
  return { world, code }
}

/** Returns processes whose first writes all start at the same moment. */
function atTheSameMoment(world: World, count: number) {
  const barrier = createBarrier(count)
  return Array.from({ length: count }, () => {
    let isFirst = true
    const store: Store = {
      ...world.store,
      async compareAndSet(...write) {
        if (isFirst) {
          isFirst = false
          await barrier.arrive()
        }
        return world.store.compareAndSet(...write)
      },
    }
    return world.another({ store })
  })
}

async function sqlite(): Promise<Store> {
  const store = sqliteStore({ database: new Database(':memory:') })
  await store.createSchema()
  return store
}
