import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { SignInResult } from '../../src/core/sign-in/sign-in.js'
import { wrongCode } from '../support/codes.js'
import { countOf, enter, enterAll, processesOf, runs } from '../support/races.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const attempts = fc.integer({ min: 1, max: 6 })
const processes = fc.integer({ min: 1, max: 3 })
const patient = { wrongCodesBeforeLockout: 100, wrongCodesBeforeRevocation: 100 }

describe('parallel sign-ins:', () => {
  it('after create, the old code never opens the new pass', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, attempts, fc.boolean(), async (scheduler, count, typed, once) => {
        const world = createWorld({ policy: patient })
        const old = await world.issue('ada', { isUsableOnce: once })
        const taps = processesOf(world, scheduler, count)
        const creating = firstOf(taps).passes.create(ada)
        const signingIn = Promise.all(
          Array.from({ length: typed }, (_, index) => signIn(taps[index % count], old.temporaryAccessPass)),
        )
        const [created, results] = await scheduler.waitFor(Promise.all([creating, signingIn]))
        for (const result of results) if (result.ok) expect(result.signIn.passId).toBe(old.id)
        expect(await world.tap.passes.get(ada)).toMatchObject({ id: created.id, lastUsedDateTime: undefined })
        expect(await world.enter(old.temporaryAccessPass)).toBe('wrongCode')
        expect(await world.enter(created.temporaryAccessPass)).toBe('signedIn')
      }),
      runs(0.6),
    )
  })

  it('after two creates, exactly one of the returned codes signs in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = createWorld({ policy: patient })
        const taps = processesOf(world, scheduler, count)
        const creating = [0, 1, 2].map((index) => (taps[index % count] ?? world.tap).passes.create(ada))
        const passes = await scheduler.waitFor(Promise.all(creating))
        const entered = await Promise.all(passes.map((pass) => world.enter(pass.temporaryAccessPass)))
        expect(countOf(entered, 'signedIn')).toBe(1)
        expect(countOf(entered, 'wrongCode')).toBe(2)
      }),
      runs(0.4),
    )
  })

  it('after delete has returned, no sign-in succeeds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, attempts, async (scheduler, count, typed) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue()
        const taps = processesOf(world, scheduler, count)
        const before = enterAll(taps, new Array(typed).fill(code))
        const after = firstOf(taps)
          .passes.delete(ada)
          .then(() => enterAll(taps, new Array(typed).fill(code)))
        const [, entered] = await scheduler.waitFor(Promise.all([before, after]))
        expect(new Set(entered)).toEqual(new Set(['noPass']))
        expect(await world.tap.passes.get(ada)).toBeUndefined()
      }),
      runs(0.5),
    )
  })

  it('three deletes return the pass or nothing, and it is gone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = createWorld()
        await world.issue()
        const taps = processesOf(world, scheduler, count)
        const deleting = [0, 1, 2].map((index) =>
          (taps[index % count] ?? world.tap).passes.delete(ada).then(
            () => 'deleted',
            (error: { readonly code: string }) => error.code,
          ),
        )
        const ends = await scheduler.waitFor(Promise.all(deleting))
        const deleted = countOf(ends, 'deleted')
        expect(deleted).toBeGreaterThanOrEqual(1)
        expect(deleted + countOf(ends, 'TAP_PASS_NOT_FOUND')).toBe(3)
        expect(await world.tap.passes.get(ada)).toBeUndefined()
      }),
      runs(0.3),
    )
  })

  it('after forget has returned, no sign-in restores the document', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, attempts, async (scheduler, count, typed) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue()
        const taps = processesOf(world, scheduler, count)
        const codes = Array.from({ length: typed }, (_, index) => (index % 2 === 0 ? code : wrongCode(index)))
        const after = firstOf(taps)
          .users.forget(ada)
          .then(() => enterAll(taps, codes))
        const [, entered] = await scheduler.waitFor(Promise.all([enterAll(taps, codes), after]))
        expect(new Set(entered)).toEqual(new Set(['noPass']))
        expect((await world.row())?.body ?? '').not.toContain('"pass"')
      }),
      runs(0.5),
    )
  })

  it('after the policy is disabled, no sign-in succeeds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, attempts, async (scheduler, count, typed) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue()
        const taps = processesOf(world, scheduler, count)
        const after = firstOf(taps)
          .policy.update({ actor: admin, patch: { state: 'disabled' } })
          .then(() => enterAll(taps, new Array(typed).fill(code)))
        const before = enterAll(taps, new Array(typed).fill(code))
        const [, entered] = await scheduler.waitFor(Promise.all([before, after]))
        expect(new Set(entered)).toEqual(new Set(['disabledByPolicy']))
      }),
      runs(0.4),
    )
  })

  it('unlock allows exactly one more window of guesses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
        await world.issue()
        const taps = processesOf(world, scheduler, count)
        const guesses = Array.from({ length: 12 }, (_, index) => wrongCode(index))
        const unlocking = firstOf(taps).users.unlock({ ...ada, justification: 'Called' })
        const [entered] = await scheduler.waitFor(Promise.all([enterAll(taps, guesses), unlocking]))
        const compared = countOf(entered, 'wrongCode')
        expect(compared).toBeGreaterThanOrEqual(3)
        // The guesses before the unlock and the three after it: the unlock may come after two or three.
        expect(compared).toBeLessThanOrEqual(3 + 3)
      }),
      runs(0.4),
    )
  })

  it('a one-time pass signs in once during a key rotation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), attempts, async (scheduler, typed) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        const next = { id: 'next', secret: new Uint8Array(32).fill(7) }
        const [before] = processesOf(world, scheduler, 1, { keys: [...world.keys, next] })
        const [after] = processesOf(world, scheduler, 1, { keys: [next, ...world.keys] })
        if (!before || !after) throw new Error('Two processes are needed')
        const signingIn = enterAll([before, after], new Array(typed + 1).fill(code))
        const resealing = after.maintenance.reseal({ cursor: 'user:' })
        const [entered] = await scheduler.waitFor(Promise.all([signingIn, resealing]))
        expect(countOf(entered, 'signedIn')).toBe(1)
        expect(countOf(entered, 'oneTimeUsed')).toBe(typed)
      }),
      runs(0.4),
    )
  })

  it('an expiry that a read stores is final for every sign-in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), attempts, async (scheduler, typed) => {
        const world = createWorld()
        const { temporaryAccessPass: code, endDateTime } = await world.issue()
        world.clock.set(endDateTime.getTime())
        const [tap] = processesOf(world, scheduler, 1)
        const looking = tap?.passes.get(ada)
        const signingIn = Promise.all(Array.from({ length: typed }, () => enter(tap, code)))
        const [pass, entered] = await scheduler.waitFor(Promise.all([looking, signingIn]))
        expect([pass?.usability, ...new Set(entered)]).toEqual(['expired', 'expired'])
        world.clock.advance(-1)
        expect(await world.enter(code)).toBe('expired')
      }),
      runs(0.3),
    )
  })
})

function firstOf(taps: readonly Tap[]): Tap {
  const [tap] = taps
  if (!tap) throw new Error('There is no process')
  return tap
}

function signIn(tap: Tap | undefined, code: string): Promise<SignInResult> {
  return firstOf(tap ? [tap] : []).signIn({ user: 'ada', code })
}
