import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { BusyError, PortFailedError } from '../../src/errors.js'
import type { Store } from '../../src/ports/store.js'
import { wrongCode as wrongCodes } from '../support/codes.js'
import { alteredStore } from '../support/spies.js'
import { until } from '../support/time-limits.js'
import { journal, liveWorld } from './attempts.js'

const wrongCode = wrongCodes()

afterEach(() => {
  vi.useRealTimers()
})

/** The number of rounds in five seconds depends on the machine, so only two are compared. */
function firstTwoRounds(steps: readonly string[]): readonly string[] {
  const ends = [...steps.entries()].filter(([, step]) => step === 'write').map(([index]) => index)
  return steps.slice(0, ends[1])
}

const failing: Store['compareAndSet'] = async () => {
  throw new Error('The store is away')
}
const losing: Store['compareAndSet'] = async () => false

describe('the result of the code comparison', () => {
  it('is not revealed before the write is acknowledged', async () => {
    let release = (): void => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    const overrides: Parameters<typeof alteredStore>[1] = {}
    const seen = await Promise.all(
      [true, false].map(async (isRight) => {
        const world = await liveWorld({ seed: 7, store: alteredStore(memoryStore(), overrides) })
        const { temporaryAccessPass: code } = await world.issue()
        return { world, typed: isRight ? code : wrongCode }
      }),
    )
    overrides.compareAndSet = async () => {
      await hanging
      return true
    }
    const observed: unknown[] = []
    for (const { world, typed } of seen) {
      const before = world.events.length
      journal.length = 0
      let isAnswered = false
      const answer = world.tap.signIn({ user: 'ada', code: typed }).finally(() => {
        isAnswered = true
      })
      answer.catch(() => undefined)
      await until(() => journal.includes('write'), 1)
      await new Promise((resolve) => setImmediate(resolve))
      observed.push({ steps: [...journal], isAnswered, events: world.events.length - before })
    }
    release()
    expect(observed[0]).toEqual(observed[1])
    expect(observed[0]).toMatchObject({
      steps: expect.arrayContaining(['compare', 'write']),
      isAnswered: false,
      events: 0,
    })
  })

  it.each([
    ['fails', PortFailedError, failing],
    ['always loses its race', BusyError, losing],
  ] as const)('is not revealed when the write %s', async (_, failure, compareAndSet) => {
    const observed: unknown[] = []
    for (const isRight of [true, false]) {
      const overrides: Parameters<typeof alteredStore>[1] = {}
      const world = await liveWorld({ seed: 7, store: alteredStore(memoryStore(), overrides) })
      const { temporaryAccessPass: code } = await world.issue()
      overrides.compareAndSet = compareAndSet
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
      journal.length = 0
      const answer = world.tap
        .signIn({ user: 'ada', code: isRight ? code : wrongCode })
        .catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(10_000)
      const error = await answer
      vi.useRealTimers()
      expect(error).toBeInstanceOf(failure)
      const { type, details } = world.events.at(-1) ?? {}
      observed.push({ error: String(error), steps: firstTwoRounds(journal), type, details })
    }
    expect(observed[0]).toEqual(observed[1])
    expect(observed[0]).toMatchObject({ type: 'call.failed' })
  })
})
