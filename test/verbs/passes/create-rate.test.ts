import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../adapters/memory/index.js'
import type { Tap } from '../../../src/api/tap.js'
import { issueCountKey } from '../../../src/core/access/issue-count.js'
import type { IssuingRules } from '../../../src/core/policy/policy.js'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { RateLimitedError } from '../../../src/errors.js'
import { createBarrier } from '../../support/barrier.js'
import { eventsOf, failureOf, tamper } from '../../support/calls.js'
import { hourMs, minuteMs, secondMs } from '../../support/clock.js'
import { rounds } from '../../support/rounds.js'
import type { Journal } from '../../support/spies.js'
import { alteredStore, spiedStore } from '../../support/spies.js'
import type { World, WorldOptions } from '../../support/world.js'
import { admin, createWorld, seededBytes } from '../../support/world.js'

const people = Array.from({ length: 12 }, (_, index) => ({ id: `user${index}`, isEnabled: true }))
const limits = ['actor', 'user', 'tenant'] as const

describe.each(limits)('the issuing rate by %s', (limit) => {
  it('allows the maximum, and more only after the stated wait', async () => {
    const world = limitedWorld({ [limit]: 3 })
    for (const _ of [1, 2, 3]) await world.issue()
    const before = await world.row()
    const emitted = await eventsOf(world, async () => {
      const failure = await failureOf(world.issue())
      expect(failure).toBeInstanceOf(RateLimitedError)
      expect(failure).toMatchObject({ code: 'TAP_RATE_LIMITED', limit, retryAfterInSeconds: 61 * 60 })
    })
    expect(emitted).toMatchObject([{ type: 'call.failed', details: { code: 'TAP_RATE_LIMITED' } }])
    expect(await world.row()).toEqual(before)
    world.clock.advance(61 * minuteMs - secondMs)
    expect(await world.issue().catch(({ code }) => code)).toBe('TAP_RATE_LIMITED')
    world.clock.advance(secondMs)
    expect((await world.issue()).isUsable).toBe(true)
  })

  it('holds for parallel calls of two processes', async () => {
    const world = limitedWorld({ [limit]: 5 })
    const taps = [world.tap, world.another({ randomBytes: seededBytes(99) })]
    const calls = people.flatMap(({ id }) => taps.map((tap) => outcome(tap, limit === 'user' ? 'ada' : id)))
    const outcomes = await Promise.all(calls)
    expect(outcomes.filter((code) => code === 'issued')).toHaveLength(5)
    expect(outcomes.filter((code) => code === 'TAP_RATE_LIMITED')).toHaveLength(calls.length - 5)
  })

  it('counts each subject on its own', async () => {
    const world = limitedWorld({ [limit]: 1 })
    await world.issue()
    const other = { ...admin, id: 'other-desk' }
    const codes = [
      await outcome(world.tap, 'ada', other),
      await outcome(world.tap, 'user0'),
      await outcome(world.tap.forTenant('elsewhere'), 'ada'),
    ]
    const expected = { actor: ['issued', refused, 'issued'], user: [refused, 'issued', 'issued'] }
    expect(codes).toEqual({ ...expected, tenant: [refused, refused, 'issued'] }[limit])
  })
})

const refused = 'TAP_RATE_LIMITED'

describe('the issuing rate', () => {
  it('never allows more than the maximum in any 60 minutes', async () => {
    const step = fc.record({
      pause: fc.integer({ min: 0, max: 20 * minuteMs }),
      atOnce: fc.integer({ min: 1, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (steps, maximum) => {
        const world = limitedWorld({ tenant: maximum })
        const taps = [world.tap, world.another()]
        const issuedAtMs: number[] = []
        for (const { pause, atOnce } of steps) {
          world.clock.advance(pause)
          const calls = people.slice(0, atOnce).map(({ id }, index) => outcome(taps[index % 2] as Tap, id))
          for (const code of await Promise.all(calls)) if (code === 'issued') issuedAtMs.push(world.clock.now())
        }
        for (const from of issuedAtMs) {
          const within = issuedAtMs.filter((at) => at >= from && at < from + hourMs)
          expect(within.length).toBeLessThanOrEqual(maximum)
        }
        expect(issuedAtMs.length).toBeGreaterThanOrEqual(Math.min(maximum, steps.length))
      }),
      { numRuns: rounds(30) },
    )
  })

  it('leaves the other limits untouched when one refuses', async () => {
    const world = limitedWorld({ actor: 2, user: 1, tenant: 2 })
    expect(await outcome(world.tap, 'ada')).toBe('issued')
    for (const _ of [1, 2, 3]) expect(await outcome(world.tap, 'ada')).toBe(refused)
    expect(await outcome(world.tap, 'bob')).toBe('issued')
    expect(await outcome(world.tap, 'user0')).toBe(refused)
  })

  it('takes its counts back if another process reaches a limit in between', async () => {
    const store = memoryStore()
    const barrier = createBarrier(2)
    let isRacing = true
    const racing = alteredStore(store, {
      // Both have checked every limit before either counts.
      read: async (keys) => {
        const found = await store.read(keys)
        if (isRacing && keys.length === 3 && keys[0]?.kind === 'issueCount') await barrier.arrive()
        return found
      },
    })
    const world = limitedWorld({ actor: 2, user: 1, tenant: 9 }, { store: racing })
    const outcomes = await Promise.all([world.tap, world.another()].map((tap) => outcome(tap, 'ada')))
    expect(outcomes.sort()).toEqual([refused, 'issued'])
    isRacing = false
    expect(await outcome(world.tap, 'bob')).toBe('issued')
    expect(await outcome(world.tap, 'user0')).toBe(refused)
  })

  it('names the limit with the longest wait', async () => {
    const world = limitedWorld({ actor: 2, user: 1, tenant: 9 })
    await world.issue('bob')
    world.clock.advance(10 * minuteMs)
    await world.issue('ada')
    const failure = await failureOf(world.issue('ada'))
    expect(failure).toMatchObject({ limit: 'user', retryAfterInSeconds: 61 * 60 })
  })

  it('takes its counts back for a busy call, which has changed nothing', async () => {
    const slow = { hashing: { concurrency: 1, queue: 0 }, policy: { defaultLength: 8 } }
    const world = limitedWorld({ actor: 2, user: 9, tenant: 9 }, slow)
    const outcomes = await Promise.all(['ada', 'bob'].map((user) => outcome(world.tap, user)))
    expect(outcomes.sort()).toEqual(['TAP_BUSY', 'issued'])
    expect(await outcome(world.tap, 'user1')).toBe('issued')
    expect(await outcome(world.tap, 'user2')).toBe(refused)
  })

  it('counts no call refused before, and every call that fails after the count', async () => {
    const world = limitedWorld(
      { user: 2 },
      { deliverer: () => Promise.reject(new Error('Down')), policy: { maximumLifetimeInMinutes: 480 } },
    )
    world.users.set('ada', { id: 'ada', isEnabled: true, addresses: [{ channel: 'email', value: 'ada@example.com' }] })
    for (const _ of [1, 2, 3]) await failureOf(world.issue('ada', { lifetimeInMinutes: 481 }))
    for (const _ of [1, 2]) {
      const failure = await failureOf(world.tap.passes.create({ actor: admin, user: 'ada', deliverTo: 'email' }))
      expect(failure).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'deliverer' })
    }
    expect(await outcome(world.tap, 'ada')).toBe(refused)
  })

  it('reads and writes nothing if the policy sets no limit', async () => {
    const journal: Journal = []
    const { issue } = createWorld({ store: spiedStore(memoryStore(), journal) })
    await issue()
    expect(journal.filter((step) => step.includes('issueCount'))).toEqual([])
    expect(journal.filter((step) => step === 'write')).toHaveLength(1)
  })

  it('holds while processes receive a new key one after another', async () => {
    const world = limitedWorld({ tenant: 2 })
    const [old] = world.keys
    const fresh = { id: '2026-12', secret: seededBytes(7)(32) }
    if (!old) throw new Error('The world has no key')
    const turned = world.another({ keys: [fresh, old] })
    const codes = []
    for (const tap of [world.another({ keys: [old, fresh] }), turned, turned]) codes.push(await outcome(tap, 'ada'))
    expect(codes).toEqual(['issued', 'issued', refused])
  })

  it('counts a pass once if the answer of the store is lost', async () => {
    const store = memoryStore()
    let losses = 1
    const losing = alteredStore(store, {
      compareAndSet: async (...write) => {
        const answer = await store.compareAndSet(...write)
        if (write[0].kind !== 'issueCount' || losses === 0) return answer
        losses -= 1
        throw new Error('Connection reset')
      },
    })
    const world = limitedWorld({ tenant: 2 }, { store: losing })
    const codes = []
    for (const user of ['ada', 'bob', 'user0']) codes.push(await outcome(world.tap, user))
    expect([losses, ...codes]).toEqual([0, 'issued', 'issued', refused])
  })

  it('starts again if the count was changed outside the library, and records it', async () => {
    const world = limitedWorld({ tenant: 1 })
    await world.issue()
    await tamper(world, issueCountKey('default', { limit: 'tenant' }))
    const emitted = await eventsOf(world, () => world.issue())
    expect(emitted).toMatchObject([{ type: 'pass.created', details: { restartedCount: 'tampered' } }])
    expect(await outcome(world.tap, 'ada')).toBe(refused)
  })

  it('stores no name, and can be swept a day later', async () => {
    const world = limitedWorld({ actor: 9, user: 9, tenant: 9 })
    await world.issue()
    const { entries } = await world.store.scan({ kind: 'issueCount', limit: 9 })
    expect(entries).toHaveLength(3)
    for (const { key, document } of entries) {
      expect(`${key.id} ${document.body}`).not.toMatch(/ada|help-desk/)
      expect(document.retainUntilMs).toBe(world.clock.now() + 24 * hourMs)
    }
  })
})

function limitedWorld(maximumPerHour: IssuingRules['maximumPerHour'], options: WorldOptions = {}): World {
  const issuing = { ...entraPolicy.issuing, maximumPerHour }
  const world = createWorld({ ...options, policy: { ...options.policy, issuing } })
  for (const person of people) world.users.set(person.id, person)
  return world
}

async function outcome(tap: Tap, user: string, actor = admin): Promise<string> {
  return tap.passes.create({ actor, user }).then(
    () => 'issued',
    ({ code }: { readonly code: string }) => code,
  )
}
