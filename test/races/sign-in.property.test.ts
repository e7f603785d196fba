import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrongCode } from '../support/codes.js'
import { countOf, enter, enterAll, impatient, processesOf, runs } from '../support/races.js'
import { createWorld } from '../support/world.js'

const processes = fc.integer({ min: 1, max: 4 })
const few = fc.integer({ min: 2, max: 10 })

describe('parallel sign-ins', () => {
  it('open a one-time pass exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, few, async (scheduler, count, attempts) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        const taps = processesOf(world, scheduler, count)
        const entered = await scheduler.waitFor(enterAll(taps, new Array(attempts).fill(code)))
        expect(countOf(entered, 'signedIn')).toBe(1)
        expect(countOf(entered, 'oneTimeUsed')).toBe(attempts - 1)
      }),
      runs(0.6),
    )
  })

  it.each([1, 4])('open a one-time pass exactly once (50 in %i processes)', async (count) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        const taps = processesOf(world, scheduler, count)
        const entered = await scheduler.waitFor(enterAll(taps, new Array(50).fill(code)))
        expect(countOf(entered, 'signedIn')).toBe(1)
      }),
      runs(0.03),
    )
  })

  it.each([1, 4])('compare exactly 10 of 200 wrong codes in %i processes', async (count) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = createWorld({ policy: { wrongCodesBeforeLockout: 10, wrongCodesBeforeRevocation: 100 } })
        const { temporaryAccessPass: code } = await world.issue()
        const taps = processesOf(world, scheduler, count)
        const guesses = Array.from({ length: 200 }, (_, index) => wrongCode(index))
        const entered = await scheduler.waitFor(enterAll(taps, guesses))
        expect(countOf(entered, 'wrongCode')).toBe(10)
        expect(countOf(entered, 'lockedOut')).toBe(190)
        expect(await world.enter(code)).toBe('lockedOut')
      }),
      runs(0.02),
    )
  })

  it('accept the right code only while guesses are left', async () => {
    const guesses = fc.record({ wrong: fc.integer({ min: 0, max: 9 }), at: fc.nat(9) })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, guesses, async (scheduler, count, { wrong, at }) => {
        const world = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
        const { temporaryAccessPass: code } = await world.issue()
        const codes = Array.from({ length: wrong }, (_, index) => wrongCode(index)).toSpliced(at, 0, code)
        const entered = await scheduler.waitFor(enterAll(processesOf(world, scheduler, count), codes))
        const compared = countOf(entered, 'wrongCode')
        // Before the third wrong code the right one succeeds and resets the count. Afterwards it meets the lockout.
        if (entered[codes.indexOf(code)] === 'signedIn') expect(compared).toBeLessThanOrEqual(2 + 3)
        else expect([entered[codes.indexOf(code)], compared]).toEqual(['lockedOut', 3])
        expect(compared + countOf(entered, 'lockedOut') + countOf(entered, 'signedIn')).toBe(codes.length)
      }),
      runs(0.6),
    )
  })

  it('revoke a pass after exactly its number of wrong codes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, fc.integer({ min: 1, max: 6 }), async (scheduler, count, budget) => {
        const policy = { wrongCodesBeforeRevocation: budget, wrongCodesBeforeLockout: 100 }
        const world = createWorld({ policy })
        const { temporaryAccessPass: code } = await world.issue()
        const guesses = Array.from({ length: budget + 6 }, (_, index) => wrongCode(index))
        const entered = await scheduler.waitFor(enterAll(processesOf(world, scheduler, count), guesses))
        expect(countOf(entered, 'wrongCode')).toBe(budget)
        expect(countOf(entered, 'revoked')).toBe(6)
        expect(await world.enter(code)).toBe('revoked')
      }),
      runs(0.4),
    )
  })

  it('emit one event each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, few, async (scheduler, count, attempts) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        const entered = await scheduler.waitFor(
          enterAll(processesOf(world, scheduler, count), new Array(attempts).fill(code)),
        )
        const told = world.events.slice(1).map(({ type }) => type)
        expect(countOf(told, 'signIn.succeeded')).toBe(countOf(entered, 'signedIn'))
        expect(told).toHaveLength(attempts)
      }),
      runs(0.2),
    )
  })
})

describe('64 parallel sign-ins in one process', () => {
  it.each([false, true])('write once each, and none loses a race (one-time: %s)', async (isUsableOnce) => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce })
    const answers: boolean[] = []
    const tap = world.another({
      store: {
        ...world.store,
        compareAndSet: async (...write) => {
          const isWritten = await world.store.compareAndSet(...write)
          answers.push(isWritten)
          return isWritten
        },
      },
      randomBytes: impatient(world.randomBytes),
    })
    const entered = await Promise.all(Array.from({ length: 64 }, () => enter(tap, code)))
    expect(answers).toEqual(new Array(64).fill(true))
    expect(countOf(entered, 'signedIn')).toBe(isUsableOnce ? 1 : 64)
  })
})
