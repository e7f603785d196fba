import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWrongCode } from '../../src/core/lockout/lockout.js'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { InvalidInputError, PolicyViolationError } from '../../src/errors.js'
import { dayMs, minuteMs } from '../support/clock.js'
import { rounds } from '../support/rounds.js'
import { signIn } from '../support/signed-in.js'
import { allSay, viewsOf } from '../support/views.js'
import { createWorld, wrongCode } from '../support/world.js'

const { minimum: shortest, maximum: longest } = policyBounds.minimumLifetimeInMinutes
const lifetimes = fc.oneof(fc.constantFrom(shortest, 60, longest), fc.integer({ min: shortest, max: longest }))
/** Milliseconds until the start: from 1 to the maximum. */
const delays = fc.oneof(fc.constantFrom(1, 90 * dayMs), fc.integer({ min: 1, max: 90 * dayMs }))
const moments = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.getTime())

describe('the validity window of a pass', () => {
  it('includes its start and excludes its end, in every view', async () => {
    await fc.assert(
      fc.asyncProperty(moments, lifetimes, delays, async (now, lifetimeInMinutes, delayMs) => {
        const world = createWorld({ now })
        const startMs = now + delayMs
        const endMs = startMs + lifetimeInMinutes * minuteMs
        const pass = await world.issue('ada', { startDateTime: new Date(startMs), lifetimeInMinutes })
        const looks = [now, startMs - 1, startMs, startMs + 1, endMs - 1, endMs, endMs + 1]
        for (const instant of looks) {
          world.clock.set(instant)
          const expected = instant < startMs ? 'notYetValid' : instant < endMs ? 'usable' : 'expired'
          expect(await viewsOf(world, pass.temporaryAccessPass), String(instant - startMs)).toEqual(allSay(expected))
        }
      }),
    )
  })

  it('is the same in every view at any instant', async () => {
    const instants = fc.array(fc.double({ min: -0.2, max: 1.2, noNaN: true }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(moments, lifetimes, instants, async (now, lifetimeInMinutes, fractions) => {
        const world = createWorld({ now })
        const startMs = now + 30 * dayMs
        const lifetimeMs = lifetimeInMinutes * minuteMs
        const pass = await world.issue('ada', { startDateTime: new Date(startMs), lifetimeInMinutes })
        for (const fraction of fractions.toSorted((a, b) => a - b)) {
          const instant = startMs + Math.floor(fraction * lifetimeMs)
          world.clock.set(instant)
          const { list, ...rest } = await viewsOf(world, pass.temporaryAccessPass)
          expect(rest).toEqual({ get: list, explain: list, signIn: list === 'usable' ? 'signedIn' : list })
          expect(list === 'usable').toBe(startMs <= instant && instant < startMs + lifetimeMs)
        }
      }),
    )
  })

  it.each([0, 0.1, 0.5, 0.99])('includes the instant at %f of the lifetime, for a first use', async (fraction) => {
    await fc.assert(
      fc.asyncProperty(lifetimes, fc.boolean(), async (lifetimeInMinutes, isUsableOnce) => {
        const { issue, clock, enter } = createWorld()
        const pass = await issue('ada', { lifetimeInMinutes, isUsableOnce })
        clock.advance(Math.floor(fraction * lifetimeInMinutes * minuteMs))
        expect(await enter(pass.temporaryAccessPass)).toBe('signedIn')
      }),
      { numRuns: rounds(20) },
    )
  })

  it('begins at once without a start, even if the clock is behind', async () => {
    const world = createWorld()
    const pass = await world.issue()
    world.clock.advance(-5_000)
    expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('usable'))
  })

  it('accepts a start up to 30 seconds ago as now', async () => {
    const { issue, clock } = createWorld()
    const now = clock.now()
    const pass = await issue('ada', { startDateTime: new Date(now - 30_000) })
    expect(pass.startDateTime.getTime()).toBe(now)
    expect(pass.endDateTime.getTime()).toBe(now + 60 * minuteMs)
    await expect(issue('ada', { startDateTime: new Date(now - 30_001) })).rejects.toThrow(PolicyViolationError)
  })
})

describe('the lifetime of a pass', () => {
  it('is the requested one, and a future start does not lengthen it', async () => {
    await fc.assert(
      fc.asyncProperty(moments, lifetimes, fc.option(delays), async (now, lifetimeInMinutes, delayMs) => {
        const startDateTime = delayMs === null ? undefined : new Date(now + delayMs)
        const pass = await createWorld({ now }).issue('ada', { startDateTime, lifetimeInMinutes })
        expect(pass.startDateTime.getTime()).toBe(now + (delayMs ?? 0))
        expect(pass.endDateTime.getTime()).toBe(now + (delayMs ?? 0) + lifetimeInMinutes * minuteMs)
        expect(pass.lifetimeInMinutes).toBe(lifetimeInMinutes)
      }),
    )
  })

  it('is never outside the policy, whatever is requested', async () => {
    const wanted = fc.oneof(lifetimes, fc.integer({ min: -10, max: longest + 10 }), fc.double(), fc.constant(undefined))
    const bounds = fc.tuple(lifetimes, lifetimes, lifetimes).map((three) => three.toSorted((a, b) => a - b))
    await fc.assert(
      fc.asyncProperty(bounds, wanted, async ([minimum = 0, usual = 0, maximum = 0], lifetimeInMinutes) => {
        const { issue } = createWorld({
          policy: {
            minimumLifetimeInMinutes: minimum,
            defaultLifetimeInMinutes: usual,
            maximumLifetimeInMinutes: maximum,
          },
        })
        const isAllowed =
          Number.isInteger(lifetimeInMinutes ?? usual) &&
          minimum <= (lifetimeInMinutes ?? usual) &&
          (lifetimeInMinutes ?? usual) <= maximum
        const answer = await issue('ada', { lifetimeInMinutes }).catch((error: unknown) => error)
        if (isAllowed) expect(answer).toMatchObject({ lifetimeInMinutes: lifetimeInMinutes ?? usual })
        else expect(answer instanceof PolicyViolationError || answer instanceof InvalidInputError).toBe(true)
      }),
    )
  })

  it('stays the same when the policy changes afterwards', async () => {
    const world = createWorld({ policy: { defaultLifetimeInMinutes: 120 } })
    const pass = await world.issue()
    await world.tap.policy.update({
      actor: world.admin,
      patch: { minimumLifetimeInMinutes: 10, defaultLifetimeInMinutes: 10, maximumLifetimeInMinutes: 10 },
    })
    world.clock.set(pass.endDateTime.getTime() - 1)
    expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('usable'))
    world.clock.advance(1)
    expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('expired'))
  })
})

describe('a grant', () => {
  const windows = fc.oneof(fc.constantFrom(1, 60), fc.integer({ min: 1, max: 60 }))
  const ceilings = fc.option(fc.integer({ min: 1, max: 90 * minuteMs }), { nil: undefined })
  const fractions = fc.double({ min: 0, max: 0.999, noNaN: true })

  it('ends before the pass, its ceiling and, to register, its window', async () => {
    await fc.assert(
      fc.asyncProperty(moments, windows, ceilings, fractions, async (now, window, ceilingMs, fraction) => {
        const world = createWorld({ now, policy: { registrationWindowInMinutes: window } })
        const { temporaryAccessPass: code, endDateTime } = await world.issue('ada', { isUsableOnce: true })
        world.clock.advance(Math.floor(fraction * 60 * minuteMs))
        const signedInMs = world.clock.now()
        const sessionCeiling = ceilingMs === undefined ? undefined : new Date(signedInMs + ceilingMs)
        const { grant } = await signIn(world.tap, code, { sessionCeiling })
        const sessionEndMs = Math.min(endDateTime.getTime(), sessionCeiling?.getTime() ?? Number.POSITIVE_INFINITY)
        const registrationEndMs = Math.min(sessionEndMs, signedInMs + window * minuteMs)
        for (const [purpose, endMs] of [
          ['registerPasskey', registrationEndMs],
          ['session', sessionEndMs],
        ] as const) {
          for (const instant of [signedInMs, endMs - 1, endMs, endMs + 1]) {
            world.clock.set(instant)
            const { ok } = await world.tap.grants.verify({ grant, purpose })
            expect(ok, `${purpose} ${instant - endMs}`).toBe(instant < endMs)
          }
        }
      }),
    )
  })
})

describe('the lockout after wrong codes', () => {
  const { minimum: least, maximum: most } = policyBounds.lockoutInSeconds
  const seconds = fc.oneof(fc.constantFrom(least, most), fc.integer({ min: least, max: most }))

  it('doubles up to its maximum, without overflow', () => {
    const every = fc.integer({ min: 3, max: 100 })
    const rounds = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1e9 }))
    fc.assert(
      fc.property(seconds, seconds, every, rounds, moments, (a, b, wrongCodesBeforeLockout, round, nowMs) => {
        const [lockoutInSeconds = 0, maximumLockoutInSeconds = 0] = [Math.min(a, b), Math.max(a, b)]
        const policy = { ...entraPolicy, lockoutInSeconds, maximumLockoutInSeconds, wrongCodesBeforeLockout }
        const { lockout } = countWrongCode({ consecutive: round * wrongCodesBeforeLockout - 1 }, policy, nowMs)
        const doubled = BigInt(lockoutInSeconds) * 2n ** BigInt(Math.min(round - 1, 64))
        const expected = Number(doubled < maximumLockoutInSeconds ? doubled : BigInt(maximumLockoutInSeconds)) * 1_000
        expect(lockout).toEqual({ lengthMs: expected, untilMs: nowMs + expected })
      }),
    )
  })

  it('ends after its last millisecond, at any length', async () => {
    await fc.assert(
      fc.asyncProperty(seconds, async (length) => {
        const policy = {
          wrongCodesBeforeLockout: 3,
          lockoutInSeconds: length,
          maximumLockoutInSeconds: length,
          defaultLifetimeInMinutes: longest,
        }
        const world = createWorld({ policy })
        const pass = await world.issue()
        for (let wrong = 0; wrong < 3; wrong += 1) expect(await world.enter(wrongCode)).toBe('wrongCode')
        expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('lockedOut'))
        world.clock.advance(length * 1_000 - 1)
        expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('lockedOut'))
        world.clock.advance(1)
        expect(await viewsOf(world, pass.temporaryAccessPass)).toEqual(allSay('usable'))
      }),
      { numRuns: rounds(20) },
    )
  })
})
