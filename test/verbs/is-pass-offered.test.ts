import { describe, expect, it } from 'vitest'
import type { NewPassTerms } from '../../src/core/pass/create.js'
import { hostileMakers } from '../support/hostile.js'
import type { Journal } from '../support/spies.js'
import { spiedDirectory, spiedStore } from '../support/spies.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'

const once: NewPassTerms = { isUsableOnce: true }

const states: readonly {
  readonly what: string
  readonly isOffered: boolean
  readonly options?: WorldOptions
  readonly make: (world: World) => Promise<unknown>
}[] = [
  { what: 'a live pass', isOffered: true, make: ({ issue }) => issue() },
  {
    what: 'a pass in registration',
    isOffered: true,
    options: { policy: { spendOn: 'registration' } },
    make: async ({ issue, enter }) => enter((await issue('ada', once)).temporaryAccessPass),
  },
  { what: 'no pass', isOffered: false, make: async () => undefined },
  {
    what: 'a pass that was used',
    isOffered: false,
    make: async ({ issue, enter }) => enter((await issue('ada', once)).temporaryAccessPass),
  },
  {
    what: 'a pass that has ended',
    isOffered: false,
    make: async ({ issue, clock }) => clock.set((await issue()).endDateTime.getTime()),
  },
  {
    what: 'a pass that has not begun',
    isOffered: false,
    make: ({ issue, clock }) => issue('ada', { startDateTime: new Date(clock.now() + 3_600_000) }),
  },
  {
    what: 'a pass that was deleted',
    isOffered: false,
    make: async ({ issue, tap }) => {
      await issue()
      await tap.passes.delete({ actor: admin, user: 'ada' })
    },
  },
  {
    what: 'a pass that wrong codes have revoked',
    isOffered: false,
    options: { policy: { wrongCodesBeforeRevocation: 1 } },
    make: async ({ issue, enter }) => {
      await issue()
      await enter(wrongCode)
    },
  },
  {
    what: 'a wait',
    isOffered: false,
    options: { policy: { wrongCodesBeforeLockout: 3 } },
    make: async ({ issue, enter }) => {
      await issue()
      for (let guess = 0; guess < 3; guess += 1) await enter(wrongCode)
    },
  },
  {
    what: 'a disabled user',
    isOffered: false,
    make: async ({ issue, users }) => {
      await issue()
      users.set('ada', { id: 'ada', isEnabled: false })
    },
  },
  {
    what: 'an external guest',
    isOffered: false,
    make: async ({ issue, users }) => {
      await issue()
      users.set('ada', { id: 'ada', isEnabled: true, type: 'externalGuest' })
    },
  },
  {
    what: 'a user out of scope',
    isOffered: false,
    make: async ({ issue, tap }) => {
      await issue()
      await tap.policy.update({ actor: admin, patch: { excludeTargets: [{ targetType: 'user', id: 'ada' }] } })
    },
  },
  {
    what: 'a disabled policy',
    isOffered: false,
    make: async ({ issue, tap }) => {
      await issue()
      await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    },
  },
  {
    what: 'a multi-use pass where only one-time passes are allowed',
    isOffered: false,
    make: async ({ issue, tap }) => {
      await issue('ada', { isUsableOnce: false })
      await tap.policy.update({ actor: admin, patch: { isUsableOnce: true } })
    },
  },
  {
    what: 'a user with the id of an earlier user',
    isOffered: false,
    make: async ({ issue, users }) => {
      await issue()
      users.set('ada', { id: 'ada', isEnabled: true, incarnation: 'second' })
    },
  },
  {
    what: 'a tampered document',
    isOffered: false,
    make: async ({ issue, store, row }) => {
      await issue()
      const stored = await row()
      const key = { tenantId: 'default', kind: 'user', id: 'ada' }
      if (stored) await store.compareAndSet(key, stored.revision, { ...stored, body: `${stored.body} ` })
    },
  },
]

describe('isPassOffered', () => {
  it.each(states)('returns $isOffered for $what, and emits one event', async ({ isOffered, options, make }) => {
    const world = createWorld(options)
    await make(world)
    const before = world.events.length
    expect(await world.tap.isPassOffered({ user: 'ada' })).toBe(isOffered)
    expect(world.events.slice(before)).toMatchObject([{ type: 'pass.offered', userId: 'ada', details: { isOffered } }])
  })

  it('finds users by any of their names', async () => {
    const world = createWorld()
    await world.issue()
    expect(await world.tap.isPassOffered({ user: 'ADA@example.com' })).toBe(true)
    expect(await world.tap.isPassOffered({ user: 'unknown' })).toBe(false)
  })

  it('returns false for input that is no name, and changes nothing', async () => {
    const world = createWorld()
    await world.issue()
    const row = await world.row()
    for (const make of hostileMakers) expect(await world.tap.isPassOffered({ user: make() as string })).toBe(false)
    expect(await world.tap.isPassOffered({} as never)).toBe(false)
    expect(await world.row()).toEqual(row)
  })

  it.each(['livePass', 'policy'] as const)(
    'makes the same calls for an unknown user as for a known one: %s',
    async (passOffer) => {
      const world = createWorld()
      await world.issue()
      world.users.set('off', { id: 'off', isEnabled: false })
      const journal: Journal = []
      const spied = world.another({
        passOffer,
        store: spiedStore(world.store, journal),
        directory: spiedDirectory({ findUser: async ({ user }) => world.users.get(user) }, journal),
      })
      const costs = []
      for (const user of ['ada', 'bob', 'off', 'unknown']) {
        journal.length = 0
        await spied.isPassOffered({ user })
        costs.push([...journal])
      }
      expect(costs).toEqual(new Array(4).fill(['findUser', 'read policy user']))
    },
  )
})

describe('isPassOffered from policy alone', () => {
  const offers = async (user: string, policy: WorldOptions['policy'] = {}) => {
    const world = createWorld({ passOffer: 'policy', policy })
    world.users.set('off', { id: 'off', isEnabled: false })
    world.users.set('guest', { id: 'guest', isEnabled: true, type: 'externalGuest' })
    await world.issue('bob').catch(() => undefined)
    return world.tap.isPassOffered({ user })
  }

  it('returns the same for a user with a pass and a user without', async () => {
    expect([await offers('ada'), await offers('bob')]).toEqual([true, true])
  })

  it('returns false where no pass is possible', async () => {
    expect([await offers('off'), await offers('guest'), await offers('unknown')]).toEqual([false, false, false])
    expect(await offers('ada', { state: 'disabled' })).toBe(false)
    expect(await offers('ada', { includeTargets: [{ targetType: 'user', id: 'bob' }] })).toBe(false)
  })
})
