import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'
import { rounds } from '../support/rounds.js'
import type { World } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'

type Step =
  | { readonly kind: 'jump'; readonly ms: number }
  | {
      readonly kind:
        | 'right'
        | 'wrong'
        | 'get'
        | 'list'
        | 'users.explain'
        | 'users.unlock'
        | 'toggleUser'
        | 'togglePolicy'
    }

const jump = fc
  .oneof(fc.integer({ min: -2 * dayMs, max: 2 * dayMs }), fc.integer({ min: -minuteMs, max: minuteMs }))
  .map((ms): Step => ({ kind: 'jump', ms }))
const deed = fc
  .constantFrom(
    'right',
    'wrong',
    'wrong',
    'wrong',
    'get',
    'list',
    'users.explain',
    'users.unlock',
    'toggleUser',
    'togglePolicy',
  )
  .map((kind): Step => ({ kind }) as Step)
const steps = fc.array(fc.oneof(jump, deed, deed), { minLength: 5, maxLength: 40 })

const ends: readonly string[] = ['oneTimeUsed', 'expired', 'revoked']
const impatient = { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 7 }

/** Takes one step. Returns the state that it showed, or `undefined` when it shows or stores none. */
async function take(world: World, step: Step, code: string): Promise<string | undefined> {
  const { tap, clock, users, enter } = world
  const ada = users.get('ada') ?? { id: 'ada', isEnabled: true }
  switch (step.kind) {
    case 'jump':
      clock.advance(step.ms)
      return undefined
    case 'right':
      return enter(code)
    case 'wrong':
      return enter(wrongCode)
    case 'get':
      return (await tap.passes.get({ actor: admin, user: 'ada' }))?.usability
    case 'users.explain':
      return (await tap.users.explain({ actor: admin, user: 'ada' })).usability
    case 'list':
      await tap.passes.list({ actor: admin })
      return undefined
    case 'users.unlock':
      await tap.users.unlock({ actor: admin, user: 'ada', justification: 'a call' })
      return undefined
    case 'toggleUser':
      users.set('ada', { ...ada, isEnabled: !ada.isEnabled })
      return undefined
    case 'togglePolicy':
      await togglePolicy(tap)
      return undefined
  }
}

async function togglePolicy(tap: Tap): Promise<void> {
  const { state } = await tap.policy.get({ actor: admin })
  await tap.policy.update({ actor: admin, patch: { state: state === 'enabled' ? 'disabled' : 'enabled' } })
}

async function use({ enter }: World, code: string): Promise<unknown> {
  return enter(code)
}

async function expireAtTheDoor({ enter, clock }: World, code: string): Promise<unknown> {
  clock.advance(hourMs)
  return enter(code)
}

async function expireInExplain({ tap, clock }: World): Promise<unknown> {
  clock.advance(hourMs)
  return tap.users.explain({ actor: admin, user: 'ada' })
}

async function expireInGet({ tap, clock }: World): Promise<unknown> {
  clock.advance(hourMs)
  return tap.passes.get({ actor: admin, user: 'ada' })
}

async function guess({ enter, clock }: World): Promise<void> {
  for (let wrong = 0; wrong < impatient.wrongCodesBeforeRevocation; wrong += 1) {
    await enter(wrongCode)
    clock.advance(5 * minuteMs)
  }
}

describe('a pass', () => {
  it('stays used, expired or revoked once it is, even when the clock steps back', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (taken, isUsableOnce) => {
        const world = createWorld({ policy: impatient })
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce, lifetimeInMinutes: 1_440 })
        let end: string | undefined
        for (const step of taken) {
          const seen = await take(world, step, code)
          if (seen === undefined) continue
          if (end) expect(seen).toBe(end)
          if (seen === 'signedIn' && isUsableOnce) end = 'oneTimeUsed'
          if (ends.includes(seen)) end = seen
        }
      }),
    )
  })

  it('signs in at most once when it is one-time, whatever the clock shows', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const world = createWorld({ policy: impatient })
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        let successes = 0
        for (const step of taken) if ((await take(world, step, code)) === 'signedIn') successes += 1
        expect(successes).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('takes no more wrong codes than its limit, whatever happens between them', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const world = createWorld({ policy: impatient })
        const { temporaryAccessPass: code } = await world.issue('ada', { lifetimeInMinutes: 43_200 })
        let compared = 0
        for (const step of [...taken, ...taken, ...taken]) {
          if ((await take(world, step, code)) === 'wrongCode') compared += 1
        }
        expect(compared).toBeLessThanOrEqual(impatient.wrongCodesBeforeRevocation)
      }),
      { numRuns: rounds(30) },
    )
  })

  it.each([
    ['oneTimeUsed', use],
    ['expired', expireAtTheDoor],
    ['expired', expireInExplain],
    ['expired', expireInGet],
    ['revoked', guess],
  ] as const)('stays %s when the clock steps back to before it was created', async (how, end) => {
    const world = createWorld({ policy: impatient })
    const pass = await world.issue('ada', { isUsableOnce: true })
    await end(world, pass.temporaryAccessPass)
    for (const instant of [pass.createdDateTime.getTime(), pass.createdDateTime.getTime() - 400 * dayMs]) {
      world.clock.set(instant)
      expect(await world.enter(pass.temporaryAccessPass)).toBe(how)
      expect(await world.tap.passes.get({ actor: admin, user: 'ada' })).toMatchObject({ usability: how })
    }
  })
})

describe('a lockout', () => {
  it('ends within its own length from now, however far the clock stepped back', async () => {
    const jumps = fc.array(fc.integer({ min: -30 * dayMs, max: 30_000 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(jumps, async (backs) => {
        const { tap, clock, issue, enter } = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
        await issue('ada', { lifetimeInMinutes: 43_200 })
        for (let wrong = 0; wrong < 3; wrong += 1) await enter(wrongCode)
        for (const ms of backs) {
          clock.advance(ms)
          const { until } = await tap.users.explain({ actor: admin, user: 'ada' })
          expect((until?.getTime() ?? 0) - clock.now()).toBeLessThanOrEqual(minuteMs)
        }
      }),
    )
  })

  it('ends its own length after an attempt, however far the clock had stepped back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 * dayMs }), async (backMs) => {
        const { clock, issue, enter } = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
        const { temporaryAccessPass: code } = await issue()
        for (let wrong = 0; wrong < 3; wrong += 1) await enter(wrongCode)
        clock.advance(-backMs)
        expect(await enter(code)).toBe('lockedOut')
        clock.advance(minuteMs - 1)
        expect(await enter(code)).toBe('lockedOut')
        clock.advance(1)
        expect(await enter(code)).toBe('signedIn')
      }),
    )
  })
})
